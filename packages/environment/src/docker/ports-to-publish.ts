import type { ComposeService } from '../compose/model.ts';
import { findPairedReferences, findReferences, SELF_NAMES } from '../native/rewrite.ts';

/** TCP ports that a service says it has, in the Compose file or in its image; the first one is its main port. */
export function declaredPorts(service: ComposeService, imagePorts: readonly number[]): number[] {
  const published = service.ports.filter(({ protocol }) => protocol === 'tcp');
  return [...new Set([...published.map(({ target }) => target), ...service.expose, ...imagePorts])];
}

/**
 * TCP ports that a scenario may need to reach, by service: the declared ones, those its healthcheck asks, and those
 * that other services name.
 */
export function portsToPublish(
  services: readonly ComposeService[],
  imagePortsOf: (service: ComposeService) => readonly number[],
): Map<string, number[]> {
  const names = services.flatMap(({ name, aliases }) => [name, ...aliases]);
  const named = services.flatMap(({ environment, command, entrypoint }) => [
    ...[...environment.values(), ...(command ?? []), ...(entrypoint ?? [])].flatMap((text) =>
      findReferences(text, names),
    ),
    ...findPairedReferences(environment, names),
  ]);
  return new Map(
    services.map((service) => {
      const own = [service.name, ...service.aliases];
      const wanted = [
        ...declaredPorts(service, imagePortsOf(service)),
        ...checkedPorts(service),
        ...named.filter(({ name }) => own.includes(name)).map(({ port }) => port),
      ];
      return [service.name, [...new Set(wanted)]];
    }),
  );
}

function checkedPorts({ healthcheck }: ComposeService): number[] {
  const test = healthcheck?.test;
  if (test?.form !== 'shell' && test?.form !== 'exec') return [];
  const texts = test.form === 'shell' ? [test.script] : test.command;
  return texts.flatMap((text) => findReferences(text, SELF_NAMES)).map(({ port }) => port);
}
