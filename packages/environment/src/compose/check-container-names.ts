import { mayRunTogether } from './check-published-ports.ts';
import type { DiagnosticLog } from './diagnostic-log.ts';
import { valueOf } from './located.ts';
import type { Located, LocatedMap } from './located.ts';
import type { ComposeService } from './model.ts';

/** Reports services that want the same `container_name` at the same time. */
export function checkContainerNames(
  services: ReadonlyMap<string, ComposeService>,
  written: LocatedMap | undefined,
  log: DiagnosticLog,
): void {
  const takers = new Map<string, { service: ComposeService; at: Located['at'] }[]>();
  for (const service of services.values()) {
    const map = written?.entries.get(service.name)?.value;
    const value = map?.kind === 'map' ? valueOf(map, 'container_name') : undefined;
    if (value?.kind !== 'scalar') continue;
    const earlier = takers.get(value.text) ?? [];
    const rival = earlier.find((taken) => mayRunTogether(taken.service, service));
    takers.set(value.text, [...earlier, { service, at: value.at }]);
    if (rival === undefined) continue;
    log.error(
      'COMPOSE_NAME_TWICE',
      value.at,
      `two services have container_name ${JSON.stringify(value.text)}`,
      {
        seen: `service "${rival.service.name}" has it too, in ${rival.at.file}:${rival.at.line}`,
        hint: 'leave it out: a service is reached by its own name',
      },
    );
  }
}
