import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the environment that a project keeps running by hand has its files: `.session/runs/environment/`. */
export interface EnvironmentFolder {
  /** Absolute, as all of these. */
  readonly path: string;
  /** Who holds it; there as long as it runs. */
  readonly holder: string;
  /** What has happened since it was started. */
  readonly events: string;
  readonly logs: string;
  /** Data of services; the next start finds it again. */
  readonly volumes: string;
  /** What a holder in the background prints. */
  readonly holderLog: string;
}

/** Names the files; nothing is made. */
export function environmentFolder(projectRoot: string): EnvironmentFolder {
  const path = join(projectRoot, '.session', 'runs', 'environment');
  return {
    path,
    holder: join(path, 'holder.json'),
    events: join(path, 'events.ndjson'),
    logs: join(path, 'logs'),
    volumes: join(path, 'volumes'),
    holderLog: join(path, 'holder.log'),
  };
}

/** Makes the folder, which git ignores. */
export function makeEnvironmentFolder(projectRoot: string): EnvironmentFolder {
  const folder = environmentFolder(projectRoot);
  mkdirSync(folder.path, { recursive: true });
  writeFileSync(join(folder.path, '..', '.gitignore'), '*\n');
  return folder;
}
