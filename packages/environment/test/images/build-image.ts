/** Makes images out of programs of this machine, because none can be pulled where the tests run. */
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** What an image is made of. */
export interface ImageRecipe {
  readonly tag: string;
  /** Programs and libraries of this machine; each comes with the libraries that it is linked to, at the same path. */
  readonly programs: readonly string[];
  /** Programs whose libraries alone are taken. */
  readonly librariesOf?: readonly string[];
  /** Files and folders: path in the image to path here. */
  readonly copies?: Readonly<Record<string, string>>;
  readonly texts?: Readonly<Record<string, string>>;
  /** Texts that are made executable. */
  readonly scripts?: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
  readonly folders?: readonly string[];
  /** Users besides root, with their numbers. */
  readonly users?: Readonly<Record<string, number>>;
  /** Instructions of a Dockerfile that `docker import --change` takes; STOPSIGNAL is none of them. */
  readonly changes: readonly string[];
}

/** Of a Python installation: hundreds of megabytes that no project here imports. */
const LEFT_OUT =
  /\/python3[^/]*\/(?:site-packages|dist-packages|test|idlelib|ensurepip|config-[^/]*)$|\/__pycache__$/;
const RECIPE_LABEL = 'seatrial.recipe';

/**
 * Imports the image unless the engine has it from the same recipe. Answers with its tag.
 *
 * Imported and not built: one step has no images in between that somebody else's cleaning could take away.
 */
export async function buildImage(recipe: ImageRecipe): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 16);
  if (labelOf(recipe.tag) === hash) return recipe.tag;
  const root = mkdtempSync(join(tmpdir(), 'seatrial-image-'));
  try {
    fillRoot(root, recipe);
    chmodSync(root, 0o755);
    const label = `LABEL ${RECIPE_LABEL}=${hash}`;
    const changes = [...recipe.changes, label].flatMap((change) => ['--change', change]);
    const script =
      'folder=$1; shift; tar -C "$folder" -c --owner=0 --group=0 . | docker import "$@"';
    await promisify(execFile)('sh', ['-c', script, 'sh', root, ...changes, '-', recipe.tag]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  return recipe.tag;
}

/** A program that an image is made of and this machine has not. */
export class MissingProgram extends Error {
  override readonly name = 'MissingProgram';
}

/** Absolute path of a program; servers lie in sbin, which not every PATH names. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function labelOf(tag: string): string | undefined {
  const format = `{{index .Config.Labels "${RECIPE_LABEL}"}}`;
  const args = ['image', 'inspect', '--format', format, tag];
  try {
    return execFileSync('docker', args, { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    // There is no such image yet.
    return undefined;
  }
}

function fillRoot(root: string, recipe: ImageRecipe): void {
  const { folders = [], librariesOf: linked = [], copies = {} } = recipe;
  for (const folder of ['tmp', 'run', 'etc', 'bin', 'root', 'var/log', ...folders])
    mkdirSync(join(root, folder), { recursive: true });
  for (const folder of ['tmp', 'run']) chmodSync(join(root, folder), 0o1777);
  addBusybox(root);
  for (const program of recipe.programs) addProgram(root, program);
  for (const program of linked) addLibraries(root, program);
  for (const [path, source] of Object.entries(copies)) addCopy(root, path, source);
  addTexts(root, recipe);
}

function addTexts(root: string, recipe: ImageRecipe): void {
  const { users = {}, texts = {}, scripts = {}, links = {} } = recipe;
  const all = { ...accountFiles(users), ...texts, ...scripts };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { mode: path in scripts ? 0o755 : 0o644 });
  }
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(target, join(root, path));
  }
}

function accountFiles(users: Readonly<Record<string, number>>): Record<string, string> {
  const accounts = Object.entries({ root: 0, ...users, nobody: 65_534 });
  return {
    '/etc/passwd': accounts.map(([name, id]) => `${name}:x:${id}:${id}::/tmp:/bin/sh\n`).join(''),
    '/etc/group': accounts.map(([name, id]) => `${name}:x:${id}:\n`).join(''),
    '/etc/nsswitch.conf': 'hosts: files dns\n',
  };
}

/** A shell and the small tools that healthchecks use. */
function addBusybox(root: string): void {
  const busybox = findProgram('busybox');
  if (busybox === undefined) throw new MissingProgram('busybox');
  copyFileSync(realpathSync(busybox), join(root, 'bin/busybox'));
  for (const applet of execFileSync(busybox, ['--list'], { encoding: 'utf8' }).split('\n')) {
    const link = join(root, 'bin', applet);
    if (applet !== '' && !existsSync(link)) symlinkSync('busybox', link);
  }
}

function addProgram(root: string, program: string): void {
  addCopy(root, program, program);
  addLibraries(root, program);
}

function addLibraries(root: string, program: string): void {
  for (const library of librariesOf(program)) {
    if (!existsSync(join(root, library))) addCopy(root, library, library);
  }
}

function addCopy(root: string, path: string, source: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  const options = { recursive: true, verbatimSymlinks: true, filter: isWanted };
  cpSync(realpathSync(source), join(root, path), options);
}

function isWanted(path: string): boolean {
  return !LEFT_OUT.test(path);
}

/** As the loader finds them; none for a program that is linked statically. */
function librariesOf(program: string): string[] {
  try {
    const listed = execFileSync('ldd', [program], { encoding: 'utf8', stdio: 'pipe' });
    return [...listed.matchAll(/(?:=> |^\s*)(\/\S+)/gm)].map(([, path = '']) => path);
  } catch {
    return [];
  }
}
