import { existsSync, rmSync } from 'node:fs';

import { stopHolder } from '@seatrial/environment';

import type { RunEvent } from '../evidence/index.ts';
import { readOngoingLog } from '../evidence/index.ts';
import type { EnvironmentFolder } from './environment-folder.ts';
import { environmentFolder } from './environment-folder.ts';
import type { HolderRecord } from './holder-record.ts';
import { holdingOf, readHolder } from './holder-record.ts';

/** Services have their own grace periods; a holder that takes longer than this hangs. */
const STOP_TIMEOUT_MS = 90_000;

export interface StopRequest {
  readonly projectRoot: string;
  /** Remove the data of the services as well. */
  readonly volumes: boolean;
}

/** What a stop has found and done. */
export interface StopReport {
  readonly wasRunning: boolean;
  /** `orderly`: by whoever held it. `last resort`: its holder was dead or hung, and its processes were ended. */
  readonly how: 'orderly' | 'last resort' | null;
  readonly services: readonly { readonly name: string; readonly exit: string | null }[];
  readonly volumesRemoved: boolean;
  /** What could not be stopped. */
  readonly left: readonly string[];
}

/** Stops the environment of a project if it runs; idempotent. */
export async function stopEnvironment(request: StopRequest): Promise<StopReport> {
  const folder = environmentFolder(request.projectRoot);
  const record = readHolder(folder);
  const ended = record === null ? null : await end(record, folder);
  const events = ended === null ? [] : readOngoingLog(folder.events);
  const volumesRemoved = request.volumes && existsSync(folder.volumes);
  if (volumesRemoved) rmSync(folder.volumes, { recursive: true, force: true });
  return {
    wasRunning: ended !== null,
    how: ended?.how ?? null,
    services: stoppedServices(events),
    volumesRemoved,
    left: [...notStopped(events), ...(ended?.left ?? [])],
  };
}

interface Ended {
  readonly how: 'orderly' | 'last resort';
  readonly left: readonly string[];
}

async function end(record: HolderRecord, folder: EnvironmentFolder): Promise<Ended> {
  const wasAlive = holdingOf(record) !== null;
  // For a holder that is gone it removes what that one has left.
  const { killed, report } = await stopHolder(record.holding, { timeoutMs: STOP_TIMEOUT_MS });
  // An orderly holder has taken its record away.
  const isLeft = existsSync(folder.holder);
  rmSync(folder.holder, { force: true });
  return {
    how: wasAlive && !killed && !isLeft ? 'orderly' : 'last resort',
    left: report.kept
      .filter(({ kind }) => kind === 'not-removed')
      .map(({ what, file, reason }) => `left alone: ${what ?? file}, because ${reason}`),
  };
}

function notStopped(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) =>
    event.type === 'warning' && event.diagnostic.code === 'STOP_INCOMPLETE'
      ? [event.diagnostic.message]
      : [],
  );
}

function stoppedServices(events: readonly RunEvent[]): StopReport['services'] {
  const exits = new Map<string, string | null>();
  for (const event of events) {
    if (event.type === 'service.started') exits.set(event.service, null);
    if (event.type === 'service.stopped' || event.type === 'service.died') {
      // In the order of the stop; who died was not stopped by us.
      exits.delete(event.service);
    }
    if (event.type === 'service.stopped') exits.set(event.service, event.exit);
  }
  return [...exits].map(([name, exit]) => ({ name, exit }));
}
