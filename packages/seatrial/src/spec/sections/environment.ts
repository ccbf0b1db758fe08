import type { Complaints } from '../complaints.ts';
import type { EnvironmentRequirements, RequiredService } from '../integration-sections.ts';
import type { Group, Item } from './groups.ts';
import { keyed, valueOf, wordsOf } from './groups.ts';

/** `## Environment Requirements`: services, configuration, infrastructure, fixtures. */
export function readEnvironment(
  groups: readonly Group[],
  remarks: Complaints,
): EnvironmentRequirements {
  const under = (...names: string[]): readonly Item[] =>
    groups.filter(({ name }) => names.includes(name)).flatMap(({ items }) => items);
  const fixtures = under('test data fixtures', 'test data', 'fixtures');
  return {
    services: under('services required', 'required services', 'services').flatMap((item) =>
      readService(item, remarks),
    ),
    composeFile: valueOf(
      groups,
      'docker compose file',
      'compose file',
      'docker compose',
      'compose_file',
    ),
    configFiles: wordsOf(valueOf(groups, 'config files', 'config file', 'configuration files')),
    testDataFixtures: fixtures.map((item) => keyed(item)?.value ?? item.text),
    environment: valueOf(groups, 'environment'),
    secrets: valueOf(groups, 'secrets'),
    network: valueOf(groups, 'network'),
    volumes: wordsOf(valueOf(groups, 'volumes', 'volume')),
  };
}

const SERVICE =
  /^([A-Za-z0-9][\w.\-/]*(?::\d+(?=\/)[\w.\-/]*)?)(?::([\w.-]+))?(?:@(sha256:[0-9a-f]+))?/;

/** `postgres:16 (port 5432) - note`, `ghcr.io/a/b@sha256:…`, or the name of a Compose service. */
function readService(item: Item, remarks: Complaints): readonly RequiredService[] {
  const found = SERVICE.exec(item.text);
  const [reference = '', image = '', tag, digest] = found ?? [];
  const rest = item.text.slice(reference.length);
  // `DATABASE_URL=…` and a sentence are not services (B-WI-09).
  if (found === null || !/^\s*($|\(|-|\u2013|\u2014|,|#)/.test(rest)) {
    remarks.error('SPEC_SERVICE', item, 'this is neither an image nor the name of a service', {
      expected: 'image:tag (port 5432) - note',
      seen: JSON.stringify(item.text),
    });
    return [];
  }
  const ports = /\(ports?\s+([\d,\s]+)\)/i.exec(rest)?.[1] ?? '';
  const note = /(?:^|\s)[-\u2013\u2014]\s+(.*)$/.exec(rest)?.[1] ?? null;
  return [
    {
      image,
      tag: tag ?? null,
      digest: digest ?? null,
      ports: ports
        .split(',')
        .map(Number)
        .filter((port) => port > 0),
      note,
      reference,
      line: item.line,
      column: item.column,
    },
  ];
}
