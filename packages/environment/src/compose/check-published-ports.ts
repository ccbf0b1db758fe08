import type { DiagnosticLog } from './diagnostic-log.ts';
import type { ComposePort, ComposeService } from './model.ts';

/** Reports ports of the host that two services, or one service twice, want at the same time. */
export function checkPublishedPorts(
  services: ReadonlyMap<string, ComposeService>,
  log: DiagnosticLog,
): void {
  const takers = new Map<string, Taken[]>();
  for (const service of services.values()) {
    if (service.replicas === 0) continue;
    for (const port of service.ports) {
      if (port.published === undefined) continue;
      const key = `${port.published}/${port.protocol}`;
      const earlier = takers.get(key) ?? [];
      const rival = earlier.find((taken) => isRival(taken, { service, port }));
      if (rival !== undefined) refuse(rival, { service, port }, log);
      else takers.set(key, [...earlier, { service, port }]);
    }
  }
}

interface Taken {
  readonly service: ComposeService;
  readonly port: ComposePort;
}

function isRival(one: Taken, other: Taken): boolean {
  return sharesAddress(one.port, other.port) && mayRunTogether(one.service, other.service);
}

function sharesAddress({ hostIp: one }: ComposePort, { hostIp: other }: ComposePort): boolean {
  const all = [undefined, '0.0.0.0', '::'];
  return one === other || all.includes(one) || all.includes(other);
}

/** Whether two services can be up at the same time; those of different profiles may be meant as alternatives. */
export function mayRunTogether(
  { profiles: one }: ComposeService,
  { profiles: other }: ComposeService,
): boolean {
  if (one.length === 0 || other.length === 0) return true;
  return one.some((profile) => other.includes(profile));
}

function refuse(earlier: Taken, { service, port }: Taken, log: DiagnosticLog): void {
  // The same mapping twice is one mapping.
  if (earlier.service === service && earlier.port.target === port.target) return;
  const { file, line } = earlier.port.location;
  log.error(
    'COMPOSE_PORT_TWICE',
    port.location,
    `port ${port.published} of the host is published twice`,
    {
      seen: `service "${earlier.service.name}" publishes it too, in ${file}:${line}`,
      hint: 'publish another one, or only the container port for any free one',
    },
  );
}
