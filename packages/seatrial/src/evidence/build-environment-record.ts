import type { RunEvent } from './events.ts';
import type { EnvironmentRecord, NotProvenRecord, ServiceRecord } from './run-record.ts';

/** What a log tells of the services; null when none were to be started. */
export function buildEnvironmentRecord(events: readonly RunEvent[]): EnvironmentRecord | null {
  const starting = events.find((event) => event.type === 'environment.starting');
  if (starting === undefined) return null;
  const failed = events.find((event) => event.type === 'environment.failed');
  const ready = events.find((event) => event.type === 'environment.ready');
  return {
    driver: ready?.driver ?? starting.driver,
    engine: ready?.engine ?? null,
    readyAfterMs: ready?.afterMs ?? null,
    services: serviceRecords(events),
    notProven: notProvenRecords(events),
    fixtures: events.flatMap((event) => {
      if (event.type !== 'fixture.applied') return [];
      const { file, service, durationMs } = event;
      return [{ file, service, durationMs }];
    }),
    failure:
      failed === undefined
        ? null
        : { ...failed.failure, code: failed.code, service: failed.service },
  };
}

function serviceRecords(events: readonly RunEvent[]): readonly ServiceRecord[] {
  const services = new Map<string, ServiceRecord>();
  const amend = (name: string, change: Partial<ServiceRecord>): void => {
    const service = services.get(name);
    if (service !== undefined) services.set(name, { ...service, ...change });
  };
  for (const event of events) {
    if (event.type === 'service.started') {
      const { service: name, rung, command, ports, log } = event;
      const { product = null, version = null, wanted = null } = event;
      // In joined logs a service starts once for each shard; its death in one of them stays known.
      const died = services.get(name)?.died ?? null;
      const provider = { rung, product, version, wanted };
      services.set(name, { name, ...provider, command, ports, log, readyAfterMs: null, died });
    } else if (event.type === 'service.ready') {
      amend(event.service, { readyAfterMs: event.afterMs });
    } else if (event.type === 'service.died') {
      amend(event.service, { died: { exit: event.exit, logTail: event.logTail } });
    }
  }
  return [...services.values()];
}

/** In joined logs a service is left out once for each shard, for the same reason. */
function notProvenRecords(events: readonly RunEvent[]): readonly NotProvenRecord[] {
  const found = new Map<string, NotProvenRecord>();
  for (const event of events) {
    if (event.type !== 'service.not-proven') continue;
    const { service, reason, remedy } = event;
    found.set(service, { service, reason, remedy });
  }
  return [...found.values()];
}
