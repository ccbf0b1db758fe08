/**
 * Names in `package-lock.json` the platform packages that npm left out. A registry mirror often carries the
 * platforms of its users only; npm then drops the others from the lock file, and `npm ci` refuses the file
 * as out of step, on every platform. An entry without address or checksum is enough: npm looks the package
 * up when its platform is the one it installs on.
 */

/** One entry of `packages` in a lock file of version 3, as far as it matters here. */
interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x'];
const EXACT_VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** The text of the lock file with every platform package in it; the same text when none is missing. */
export function completeLockfile(text: string): string {
  const lockfile = JSON.parse(text) as Lockfile;
  const missing = missingPackages(lockfile);
  if (missing.length === 0) return text;
  const packages = { ...lockfile.packages, ...Object.fromEntries(missing) };
  const sorted = Object.fromEntries(
    // The order that npm itself writes.
    Object.entries(packages).toSorted(([one], [other]) => one.localeCompare(other, 'en')),
  );
  return `${JSON.stringify({ ...lockfile, packages: sorted }, null, 2)}\n`;
}

function missingPackages({ packages }: Lockfile): readonly (readonly [string, LockedPackage])[] {
  return Object.values(packages).flatMap(({ optionalDependencies = {}, dev }) =>
    Object.entries(optionalDependencies)
      .filter(([name, version]) => !isLocked(packages, name) && EXACT_VERSION.test(version))
      .flatMap(([name, version]) => {
        const platform = platformOf(name);
        if (platform === undefined) return [];
        const entry = { version, ...platform, ...(dev === true ? { dev } : {}), optional: true };
        return [[`node_modules/${name}`, entry] as const];
      }),
  );
}

function isLocked(packages: Lockfile['packages'], name: string): boolean {
  return Object.keys(packages).some(
    (path) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`),
  );
}

/** `@oxlint/binding-linux-x64-musl` runs on Linux, x64, musl; undefined when the name does not say. */
function platformOf(name: string): Pick<LockedPackage, 'os' | 'cpu' | 'libc'> | undefined {
  const words = name.split(/[/-]/);
  const system = SYSTEMS.find((one) => words.includes(one));
  const processor = PROCESSORS.find((one) => words.includes(one));
  if (system === undefined || processor === undefined) return undefined;
  const libc = words.includes('musl') || words.includes('musleabihf') ? ['musl'] : ['glibc'];
  return { os: [system], cpu: [processor], ...(system === 'linux' ? { libc } : {}) };
}
