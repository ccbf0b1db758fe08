import type { PortMapping, RunningService } from '@seatrial/environment';

import type { EnvironmentDriver, NotProvenRecord, RunEvent } from '../evidence/index.ts';
import { buildEnvironmentRecord, readOngoingLog } from '../evidence/index.ts';
import { environmentFolder } from './environment-folder.ts';
import type { HolderRecord } from './holder-record.ts';
import { holdingOf, readHolder } from './holder-record.ts';

/** `lost`: whoever held it was killed; its services were ended, and `down` clears the rest away. */
export const ENVIRONMENT_STATES = ['stopped', 'starting', 'running', 'lost'] as const;
/** `completed`: a job that ended with exit code 0. `died`: ended though nobody asked it to. */
export const SERVICE_STATES = ['starting', 'running', 'completed', 'died', 'stopped'] as const;

export interface ServiceStatus {
  readonly name: string;
  readonly state: (typeof SERVICE_STATES)[number];
  /** What told that it is ready: `healthcheck`, `port`, `started` or `completed`; null before. */
  readonly readyBy: string | null;
  readonly readyAfterMs: number | null;
  /** Since its process was started; null when it runs no longer. */
  readonly uptimeMs: number | null;
  readonly rung: string;
  readonly product: string | null;
  readonly version: string | null;
  /** The image that the Compose file asks for. */
  readonly wanted: string | null;
  readonly pid: number;
  readonly command: readonly string[];
  readonly ports: readonly PortMapping[];
  readonly logFile: string;
  readonly died: { readonly exit: string; readonly at: string } | null;
}

/** The environment that a project keeps running by hand. */
export interface EnvironmentStatus {
  readonly state: (typeof ENVIRONMENT_STATES)[number];
  readonly driver: EnvironmentDriver | 'auto' | null;
  readonly holder: { readonly pid: number; readonly background: boolean } | null;
  readonly startedAt: string | null;
  readonly uptimeMs: number | null;
  /** Where the ports of the services answer; null before they are ready. */
  readonly host: string | null;
  /** The services that were asked for by name; empty: all. */
  readonly requested: readonly string[];
  readonly services: readonly ServiceStatus[];
  /** Services that were left out because nothing here can run them. */
  readonly notProven: readonly NotProvenRecord[];
}

const STOPPED: EnvironmentStatus = {
  state: 'stopped',
  driver: null,
  holder: null,
  startedAt: null,
  uptimeMs: null,
  host: null,
  requested: [],
  services: [],
  notProven: [],
};

/** Looks at what is on record and whether its holder lives; asks nobody, so it cannot hang. */
export function environmentStatus(projectRoot: string, now: Date): EnvironmentStatus {
  const folder = environmentFolder(projectRoot);
  const record = readHolder(folder);
  if (record === null) return STOPPED;
  const { pid, background, startedAt, socket, host, requested } = record;
  const isHeld = holdingOf(record) !== null;
  const events = readOngoingLog(folder.events);
  const environment = buildEnvironmentRecord(events);
  const running = socket === null ? 'starting' : 'running';
  return {
    state: isHeld ? running : 'lost',
    driver: environment?.driver ?? null,
    holder: isHeld ? { pid, background } : null,
    startedAt,
    uptimeMs: isHeld ? now.getTime() - Date.parse(startedAt) : null,
    host,
    requested,
    services: servicesOf(record, events, { isHeld, now }),
    notProven: environment?.notProven ?? [],
  };
}

interface Moment {
  readonly isHeld: boolean;
  readonly now: Date;
}

function servicesOf(
  record: HolderRecord,
  events: readonly RunEvent[],
  moment: Moment,
): readonly ServiceStatus[] {
  const services = new Map(record.services.map((service) => [service.name, service]));
  return events.flatMap((event) =>
    event.type === 'service.started'
      ? [serviceStatus(event, services.get(event.service), { ...moment, events })]
      : [],
  );
}

type EventOf<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

function serviceStatus(
  started: EventOf<'service.started'>,
  known: RunningService | undefined,
  moment: Moment & { readonly events: readonly RunEvent[] },
): ServiceStatus {
  const { service: name, rung, product = null, version = null, wanted = null, pid } = started;
  const course = courseOf(name, moment.events);
  const state = stateOf(course, moment.isHeld);
  const isUp = state === 'running' || state === 'starting';
  return {
    name,
    state,
    readyBy: course.ready?.by ?? null,
    readyAfterMs: course.ready?.afterMs ?? null,
    uptimeMs: isUp ? moment.now.getTime() - Date.parse(started.at) : null,
    rung,
    product,
    version,
    wanted,
    pid,
    command: known?.command ?? [started.command],
    ports: Object.entries(started.ports).map(([containerPort, hostPort]) => ({
      containerPort: Number(containerPort),
      hostPort,
    })),
    logFile: known?.logFile ?? started.log,
    died: course.died === undefined ? null : { exit: course.died.exit, at: course.died.at },
  };
}

interface Course {
  readonly ready: EventOf<'service.ready'> | undefined;
  readonly died: EventOf<'service.died'> | undefined;
}

function courseOf(name: string, events: readonly RunEvent[]): Course {
  const own = events.filter((event) => 'service' in event && event.service === name);
  return {
    ready: own.find((event) => event.type === 'service.ready'),
    died: own.find((event) => event.type === 'service.died'),
  };
}

function stateOf({ ready, died }: Course, isHeld: boolean): ServiceStatus['state'] {
  if (died !== undefined) return 'died';
  if (!isHeld) return 'stopped';
  if (ready === undefined) return 'starting';
  return ready.by === 'completed' ? 'completed' : 'running';
}
