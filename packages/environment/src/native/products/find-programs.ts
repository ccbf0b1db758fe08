import { execFile } from 'node:child_process';
import { accessSync, constants, readdirSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';

import type { Product } from './product.ts';

/** A program of this machine that is the product. */
export interface FoundProgram {
  /** Absolute. */
  readonly path: string;
  readonly version: string;
  readonly rung: 'path-binary' | 'npm-binary';
}

/** Where programs are looked for. */
export interface ProgramPlaces {
  /** Folders, as in the variable PATH. */
  readonly path: string;
  /** The project's folder; what npm has installed there comes before what we have. */
  readonly directory: string;
}

/** How a program is found, and recognised by what it says about itself. */
export type ProgramDescription = Pick<
  Product,
  'name' | 'programs' | 'folders' | 'packages' | 'versionArguments' | 'versionPattern'
>;

const VERSION_TIMEOUT_MS = 5000;
/** Versions by program and time of change: the same program is not asked twice. */
const versions = new Map<string, Promise<string | undefined>>();

/** Finds the product's programs on PATH, in its own folders and in packages of npm, each with its version. */
export async function findPrograms(
  product: ProgramDescription,
  { path, directory }: ProgramPlaces,
): Promise<FoundProgram[]> {
  const folders = [...path.split(delimiter), ...(product.folders ?? []).flatMap(expandFolder)];
  const places = new Map<string, Omit<FoundProgram, 'version'>>();
  for (const program of product.programs) {
    for (const folder of folders) {
      const place = join(folder, program);
      // The same program under several names or folders (`/bin` is often a link to `/usr/bin`) counts once.
      if (folder === '' || !isProgram(place)) continue;
      places.set(realpathSync(place), { path: place, rung: 'path-binary' });
    }
  }
  for (const place of inPackages(product, directory)) {
    places.set(realpathSync(place), { path: place, rung: 'npm-binary' });
  }
  const found = await Promise.all(
    [...places.values()].map(async (place) => ({
      ...place,
      version: await versionOf(place.path, product),
    })),
  );
  return found.flatMap(({ version, ...place }) =>
    version === undefined ? [] : [{ ...place, version }],
  );
}

function inPackages({ packages = [], programs }: ProgramDescription, directory: string): string[] {
  const roots = [join(directory, 'package.json'), import.meta.url];
  return packages.flatMap((name) =>
    roots.flatMap((root) => {
      const folders = createRequire(root).resolve.paths(name) ?? [];
      return folders
        .flatMap((folder) => programs.map((program) => join(folder, name, 'bin', program)))
        .filter(isProgram);
    }),
  );
}

/** Finds a program on PATH; undefined when it is not there. */
export function findOnPath(program: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find(isProgram);
}

/** A name with one `*` stands for every folder there. */
function expandFolder(folder: string): string[] {
  const [before = '', after] = folder.split('*');
  if (after === undefined) return [folder];
  const start = basename(before);
  const parent = before.endsWith('/') ? before : dirname(before);
  try {
    return readdirSync(parent)
      .filter((name) => before.endsWith('/') || name.startsWith(start))
      .map((name) => join(parent, name, after));
  } catch {
    // No such folder: nothing is installed there.
    return [];
  }
}

function isProgram(place: string): boolean {
  try {
    accessSync(place, constants.X_OK);
    return statSync(place).isFile();
  } catch {
    // Not there, or not ours to run.
    return false;
  }
}

/** Undefined when the program does not say that it is the product. */
function versionOf(place: string, product: ProgramDescription): Promise<string | undefined> {
  const key = `${product.name} ${place} ${statSync(place).mtimeMs}`;
  const known = versions.get(key);
  if (known !== undefined) return known;
  const asked = new Promise<string | undefined>((resolve) => {
    execFile(
      place,
      product.versionArguments,
      { timeout: VERSION_TIMEOUT_MS, env: { ...process.env, LC_ALL: 'C' } },
      // Some programs print their version on standard error, or end with 1 after they did.
      (_, stdout, stderr) => resolve(product.versionPattern.exec(`${stdout}\n${stderr}`)?.[1]),
    );
  });
  versions.set(key, asked);
  return asked;
}
