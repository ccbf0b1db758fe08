import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { ComposeService } from '../compose/model.ts';
import type { StartedEnvironment } from '../environment.ts';
import type { ActiveFault } from '../faults/fault.ts';
import type { Snapshot } from './snapshot.ts';

const execute = promisify(execFile);

/** What a process is kept of. */
export interface ProcessContext {
  readonly environment: StartedEnvironment;
  /** The run's folder, with the volumes below it. */
  readonly directory: string;
  /** Names of all services, so that their volumes are told apart. */
  readonly services: readonly string[];
}

/**
 * Keeps the volumes of a service; a reset kills the service, puts them back and starts it again. It is killed and not
 * asked to stop, because what it would still write is to be forgotten. Bind mounts belong to somebody else and stay.
 */
export function snapshotProcess(service: ComposeService, context: ProcessContext): Snapshot {
  const { environment, directory } = context;
  const { name } = service;
  const live = join(directory, 'volumes');
  const copy = join(directory, 'snapshots', `${name}.volumes`);
  const volumes = volumesOf(service, context);
  let killed: ActiveFault | undefined;
  return {
    how: 'restart',
    suspend: async () => {
      killed ??= await environment.faults.inject({ kind: 'kill', service: name });
    },
    keep: () => copyFolders(live, copy, volumes),
    restore: () => copyFolders(copy, live, volumes),
    resume: async () => {
      const dead = killed;
      killed = undefined;
      await dead?.undo();
    },
  };
}

/** Folders of the run that hold the service's named and anonymous volumes. */
function volumesOf(
  { name, volumes }: ComposeService,
  { directory, services }: ProcessContext,
): readonly string[] {
  const root = join(directory, 'volumes');
  if (!existsSync(root)) return [];
  const named = new Set(volumes.flatMap(({ type, source }) => (type === 'bind' ? [] : [source])));
  const owner = (folder: string): string | undefined =>
    services
      .filter((one) => folder.startsWith(`${one}-`))
      .toSorted((one, other) => other.length - one.length)[0];
  return readdirSync(root).filter((folder) => named.has(folder) || owner(folder) === name);
}

/** With owners, modes and links, as only `cp -a` keeps them. */
async function copyFolders(from: string, to: string, folders: readonly string[]): Promise<void> {
  mkdirSync(to, { recursive: true });
  for (const folder of folders) {
    rmSync(join(to, folder), { recursive: true, force: true });
    await execute('cp', ['-a', join(from, folder), join(to, folder)]);
  }
}
