import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { ComposeService } from '../compose/model.ts';

/** Where the images of databases look for scripts. */
export const INIT_SCRIPTS = '/docker-entrypoint-initdb.d';

/** A file that the image runs after it has made the database. */
export interface InitScript {
  readonly name: string;
  /** Absolute path on the host. */
  readonly host: string;
}

/** Files that are mounted into the folder of scripts, in the order in which the image runs them. */
export function findInitScripts({ volumes, files }: ComposeService): InitScript[] {
  const bound = volumes.flatMap(({ type, source, target }) =>
    type === 'bind' && source !== undefined ? [{ target, source }] : [],
  );
  const mounted = files.flatMap(({ target, source }) =>
    source.form === 'file' ? [{ target, source: source.path }] : [],
  );
  const found = new Map<string, InitScript>();
  for (const { target, source } of [...bound, ...mounted]) {
    for (const script of scriptsIn(target.replace(/\/$/, ''), source))
      found.set(script.name, script);
  }
  return [...found.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function scriptsIn(target: string, source: string): InitScript[] {
  const stats = statSync(source, { throwIfNoEntry: false });
  if (target === INIT_SCRIPTS && stats?.isDirectory() === true) {
    return readdirSync(source).map((name) => ({ name, host: join(source, name) }));
  }
  const isScript = target === `${INIT_SCRIPTS}/${basename(target)}` && stats?.isFile() === true;
  return isScript ? [{ name: basename(target), host: source }] : [];
}
