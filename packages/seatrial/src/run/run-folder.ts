import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where one run keeps its evidence: `.session/runs/<run id>/`. */
export interface RunFolder {
  readonly runId: string;
  /** Absolute. */
  readonly path: string;
  /** Absolute path of the event log inside it. */
  readonly events: string;
}

/** Makes the folder of a new run and lets `latest` point to it. Run ids sort by time. */
export function createRunFolder(projectRoot: string, now: Date, suffix: string): RunFolder {
  const runs = join(projectRoot, '.session', 'runs');
  const runId = `${now.toISOString().replaceAll(/[:.]/g, '-')}-${suffix}`;
  const path = join(runs, runId);
  mkdirSync(path, { recursive: true });
  // Generated evidence never belongs in a commit, whatever the project's own ignore file says.
  writeFileSync(join(runs, '.gitignore'), '*\n');
  pointLatest(runs, runId);
  return { runId, path, events: join(path, 'events.ndjson') };
}

/** A link is replaced by rename, so a reader never sees it missing. */
function pointLatest(runs: string, runId: string): void {
  const fresh = join(runs, `.latest-${runId}`);
  symlinkSync(runId, fresh, 'junction');
  renameSync(fresh, join(runs, 'latest'));
}
