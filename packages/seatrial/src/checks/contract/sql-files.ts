import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { SeatrialError } from '../../evidence/index.ts';
import { matchesOf } from '../suite/expand-files.ts';

/** A file of SQL, ready to be executed. */
export interface SqlFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** What undoes a migration, by the names that tools give it. */
const UNDOES = /(?:[._-](?:down|undo|rollback)|(?:^|\/)U\d[\d._]*__[^/]*)\.sql$/i;
/** Lines with which tools part a file into what does and what undoes. */
const DOWN = /^--\s*(?:migrate:down|\+(?:goose|migrate)\s+down|down\s+migration|\/\/@undo)\b/i;
const UP = /^--\s*(?:migrate:up|\+(?:goose|migrate)\s+up|up\s+migration)\b/i;

/** @throws {SeatrialError} `INPUT_INVALID` when there is no such file */
export function readSqlFile(path: string, projectRoot: string): SqlFile {
  const file = join(projectRoot, path);
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new SeatrialError('INPUT_INVALID', `there is no file ${path}`, {
      hint: 'paths start at the root of the project',
    });
  }
  return { path, text: readFileSync(file, 'utf8').replace(/^\uFEFF/, '') };
}

/**
 * Reads migrations in the order of their names, numbers by their value: `V2` comes before `V10`. What undoes them is
 * left out.
 *
 * @param where - a folder, a glob or a file
 * @throws {SeatrialError} `INPUT_INVALID` when there are none
 */
export async function readMigrations(
  where: string,
  projectRoot: string,
): Promise<readonly SqlFile[]> {
  const found = (await filesAt(where.replace(/\/+$/, ''), projectRoot)).filter(
    (path) => path.endsWith('.sql') && !UNDOES.test(path),
  );
  if (found.length === 0) {
    throw new SeatrialError('INPUT_INVALID', `there are no migrations at ${where}`, {
      hint: 'name a folder or a glob of .sql files, from the root of the project',
    });
  }
  const { compare } = new Intl.Collator('en', { numeric: true });
  return found.toSorted(compare).map((path) => {
    const { text } = readSqlFile(path, projectRoot);
    return { path, text: withoutUndoing(text) };
  });
}

async function filesAt(where: string, projectRoot: string): Promise<readonly string[]> {
  const path = join(projectRoot, where);
  if (!existsSync(path)) return matchesOf(where, projectRoot);
  if (statSync(path).isFile()) return [where];
  const direct = await matchesOf(`${where}/*.sql`, projectRoot);
  // Some tools give each migration a folder.
  return direct.length > 0 ? direct : matchesOf(`${where}/*/*.sql`, projectRoot);
}

/** Blanks what stands behind a mark of undoing; places in the text stay what they are. */
function withoutUndoing(text: string): string {
  let isUndoing = false;
  return text
    .split('\n')
    .map((line) => {
      if (DOWN.test(line)) isUndoing = true;
      else if (UP.test(line)) isUndoing = false;
      return isUndoing ? ' '.repeat(line.length) : line;
    })
    .join('\n');
}
