import { basename } from 'node:path';

import { interpolate } from './interpolate.ts';
import type { LookUpVariable } from './interpolate.ts';
import { readTextFile } from './read-text-file.ts';

/** The variable that says how a project is called. */
export const PROJECT_NAME = 'COMPOSE_PROJECT_NAME';

/**
 * The project's name: of the caller, of the last file that gives one, of the folder; made of what Docker allows in it.
 * It is looked for before the files are read, because they may use it as a variable.
 */
export function projectNameOf(
  files: readonly string[],
  lookUp: LookUpVariable,
  directory: string,
): string {
  const given = lookUp(PROJECT_NAME);
  const written = files.map((file) => writtenName(file, lookUp)).findLast((name) => name !== '');
  const name = given === undefined || given === '' ? (written ?? basename(directory)) : given;
  return allowedName(name);
}

/** The name as the read file gives it, unless the caller has another one: in a file of one line it is found only now. */
export function finalProjectName(
  written: string | undefined,
  given: LookUpVariable,
): string | undefined {
  const isGiven = (given(PROJECT_NAME) ?? '') !== '';
  return isGiven || written === undefined ? undefined : allowedName(written);
}

/** What of a name Docker allows in one of a project. */
function allowedName(name: string): string {
  const allowed = name
    .toLowerCase()
    .replace(/[^a-z\d_-]/g, '')
    .replace(/^[_-]+/, '');
  return allowed === '' ? 'default' : allowed;
}

function writtenName(file: string, lookUp: LookUpVariable): string {
  const reading = readTextFile(file);
  if (!reading.ok) return '';
  const [, double, single, plain] =
    /^["']?name["']?[ \t]*:[ \t]+(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#"'][^\n#]*))/m.exec(
      reading.text,
    ) ?? [];
  const result = interpolate((double ?? single ?? plain ?? '').trim(), lookUp);
  // What cannot be read is said when the file is.
  return result.ok ? result.text : '';
}

/** Lets the files use the project's name. */
export function withProjectName(lookUp: LookUpVariable, project: string): LookUpVariable {
  return (name) => {
    const found = lookUp(name);
    return name === PROJECT_NAME && (found === undefined || found === '') ? project : found;
  };
}
