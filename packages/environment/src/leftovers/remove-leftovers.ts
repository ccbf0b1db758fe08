import { renameSync, rmSync } from 'node:fs';

import { removeDockerProject } from '../docker/remove-docker-project.ts';
import { endTree } from '../process/end-tree.ts';
import { pollUntil } from '../process/poll-until.ts';
import { identify } from '../process/process-identity.ts';
import { errorCode } from '../process/read-proc-file.ts';
import { toLeftover } from './find-leftovers.ts';
import type { Leftover, LeftoverOptions } from './find-leftovers.ts';
import type { FoundRecord } from './read-records.ts';
import { claimName, readRecords, recordName, unfinishedRecords } from './read-records.ts';
import { removeHeldPath } from './remove-path.ts';
import { recordFolder } from './state-folder.ts';

/** What `removeLeftovers` did. */
export interface LeftoverReport {
  /** What was removed, one for each holder that had left something behind. */
  readonly removed: readonly Leftover[];
  /** What was left alone, or could not be removed, and why. */
  readonly kept: readonly KeptLeftover[];
}

/** Something that stays where it is. */
export interface KeptLeftover {
  /** Nobody's business here, not understood, or ours and still there. */
  readonly kind: 'elsewhere' | 'unreadable' | 'not-removed';
  /** Absolute path of the record. */
  readonly file: string;
  /** The path or process in question; null when it is the whole record. */
  readonly what: string | null;
  readonly reason: string;
}

/** Nobody waits for an orderly end any more, but a database may need a moment to close its files. */
const GRACE_MS = 1000;
/** Another command removes it at this moment; what it needs is mostly the grace. */
const OTHER_COMMAND_TIMEOUT_MS = 15_000;

/** For a container that is stopped first. */
const DOCKER_TIMEOUT_MS = 30_000;

type Left = Extract<FoundRecord, { state: 'left' }>;

/**
 * Ends and removes what holders that are gone have left behind, and nothing of anybody else's. Several commands may
 * do so at once: each record is claimed by one, and the others wait until that one is done.
 */
export async function removeLeftovers(options: LeftoverOptions = {}): Promise<LeftoverReport> {
  const folder = recordFolder(options.stateFolder);
  for (const file of unfinishedRecords(folder)) rmSync(file, { force: true });
  const found = readRecords(folder);
  const left = found.filter((record) => record.state === 'left');
  const reports = await Promise.all(left.map((record) => removeRecord(record)));
  await pollUntil(() => readRecords(folder).every(({ state }) => state !== 'removing'), {
    timeoutMs: OTHER_COMMAND_TIMEOUT_MS,
    intervalMs: 50,
  });
  const notOurs = found.flatMap((record) =>
    record.state === 'elsewhere' || record.state === 'unreadable'
      ? [{ kind: record.state, file: record.file, what: null, reason: record.reason }]
      : [],
  );
  return {
    removed: reports.flatMap(({ removed }) => removed),
    kept: [...reports.flatMap(({ kept }) => kept), ...notOurs],
  };
}

/** Ends and removes what one record names, if no other process claims it first. */
export async function removeRecord(record: Left): Promise<LeftoverReport> {
  const claimed = claim(record);
  if (claimed === undefined) return { removed: [], kept: [] };
  const leftover = toLeftover(claimed);
  const { holding, file, restarted } = claimed;
  const kept: KeptLeftover[] = [];
  const kind = 'not-removed' as const;
  if (!restarted) {
    const survivors = await endTree(
      { groupId: undefined, marker: holding.mark },
      { graceMs: leftover.processes.length === 0 ? 0 : GRACE_MS },
    );
    const outlived = { kind, file, reason: 'it outlived SIGKILL' };
    kept.push(...survivors.map((pid) => ({ ...outlived, what: `process ${pid}` })));
  }
  for (const path of holding.paths) {
    const removal = removeHeldPath(path, holding);
    if (typeof removal === 'object') kept.push({ kind, file, what: path, reason: removal.kept });
  }
  kept.push(...(await removeDockerProjects(claimed)));
  close(claimed, kept);
  const { processes, paths, dockerProjects } = leftover;
  const isEmpty = processes.length + paths.length + dockerProjects.length === 0;
  return { removed: isEmpty ? [] : [leftover], kept };
}

/** A machine that was restarted may have started its containers again, so they are looked for in any case. */
async function removeDockerProjects({ file, holding }: Left): Promise<KeptLeftover[]> {
  const kind = 'not-removed' as const;
  const kept = holding.dockerProjects.map(async (project): Promise<KeptLeftover[]> => {
    try {
      const signal = AbortSignal.timeout(DOCKER_TIMEOUT_MS);
      const left = await removeDockerProject(project, { signal });
      const reason = 'the engine did not remove it';
      return left.map((thing) => ({ kind, file, what: `${thing.kind} ${thing.name}`, reason }));
    } catch (error) {
      // Its engine is not running, or cannot be reached from here: the record stays, and so does this line.
      const reason = error instanceof Error ? error.message : String(error);
      return [{ kind, file, what: `Docker project ${project.project}`, reason }];
    }
  });
  return (await Promise.all(kept)).flat();
}

/** Only one process can rename a file; undefined when it was another one. */
function claim(record: Left): Left | undefined {
  const file = claimName(record.file, identify(process.pid));
  try {
    renameSync(record.file, file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  return { ...record, file };
}

/** Forgets the record; or gives it back, when something runs that a later command may get rid of. */
function close({ file, holding }: Left, kept: readonly KeptLeftover[]): void {
  const isDone = kept.every(({ what }) => what !== null && holding.paths.includes(what));
  if (isDone) rmSync(file, { force: true });
  else renameSync(file, recordName(file));
}
