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
    fixtures: readFixtures(fixtures, remarks),
    environment: valueOf(groups, 'environment'),
    secrets: valueOf(groups, 'secrets'),
    network: valueOf(groups, 'network'),
    volumes: wordsOf(valueOf(groups, 'volumes', 'volume')),
  };
}

/** A path whose ending says what is done with it. */
const FIXTURE = /^[\w.@/-]+\.(?:sql|sql\.gz|json|[cm]?js|m?ts|py|sh)$/i;

/** `fixtures/users.sql (service db)`, several with commas; a bare name lies in the folder that `Location:` names. */
function readFixtures(
  items: readonly Item[],
  remarks: Complaints,
): EnvironmentRequirements['fixtures'] {
  const location = items.map(keyed).find((pair) => pair?.key === 'location')?.value ?? '';
  const folder = (/^[`'"]?([\w.@/-]+?)\/*[`'"]?$/.exec(location)?.[1] ?? '').replace(/^\.$/, '');
  return items.flatMap((item) => {
    const { key, value } = keyed(item) ?? { key: '', value: item.text };
    const service = /\(\s*(?:service|for)\s+([\w.-]+)\s*\)/i.exec(value)?.[1] ?? null;
    const words = value.split(/[\s,;()]+/).map((word) => word.replaceAll(/^[`'"]+|[`'".:]+$/g, ''));
    const files = words.filter((word) => FIXTURE.test(word));
    if (files.length === 0 && key !== 'location') {
      remarks.warning('SPEC_FIXTURE', item, 'this names no file, so nothing is loaded for it', {
        expected: 'a path that ends in .sql, .json, .ts, .js, .py or .sh',
        seen: JSON.stringify(item.text),
      });
    }
    const { line, column } = item;
    return files.map((file) => ({
      file: file.includes('/') || folder === '' ? file : `${folder}/${file}`,
      service,
      line,
      column,
    }));
  });
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
