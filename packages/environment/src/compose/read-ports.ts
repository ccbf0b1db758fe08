import type { FieldReader } from './field-reader.ts';
import type { Located, LocatedMap } from './located.ts';
import type { ComposePort } from './model.ts';

const LONG_KEYS = ['target', 'published', 'host_ip', 'protocol', 'mode', 'name', 'app_protocol'];

/** Reads `ports` in short (`"8080:80/tcp"`, ranges, with an address) and long form. */
export function readPorts(value: Located, what: string, reader: FieldReader): ComposePort[] {
  if (value.kind !== 'list') {
    reader.refuse(value, what, 'a list such as ["8080:80"]');
    return [];
  }
  return value.items.flatMap((item) =>
    item.kind === 'map' ? readLongPort(item, what, reader) : readShortPort(item, what, reader),
  );
}

function readLongPort(map: LocatedMap, what: string, reader: FieldReader): ComposePort[] {
  reader.onlyKeys(map, what, LONG_KEYS);
  const target = map.entries.get('target')?.value;
  if (target === undefined) {
    reader.log.error('COMPOSE_PORT', map.at, `${what} without a target`, {
      expected: 'target: <port of the container>',
    });
    return [];
  }
  const published = map.entries.get('published')?.value;
  const protocol = map.entries.get('protocol')?.value;
  const protocolText = protocol === undefined ? '' : `/${reader.text(protocol, what) ?? ''}`;
  const publishedText = published === undefined ? '' : `${reader.text(published, what) ?? ''}:`;
  const text = `${publishedText}${reader.text(target, what) ?? ''}${protocolText}`;
  return parseShortPort(text, { value: published ?? target, what, reader });
}

function readShortPort(item: Located, what: string, reader: FieldReader): ComposePort[] {
  const text = reader.text(item, what);
  return text === undefined ? [] : parseShortPort(text, { value: item, what, reader });
}

interface PortContext {
  readonly value: Located;
  readonly what: string;
  readonly reader: FieldReader;
}

function parseShortPort(text: string, context: PortContext): ComposePort[] {
  const { value, what, reader } = context;
  const match =
    /^(?:(?<address>\[[\da-f:]+\]|[\d.]+):)?(?:(?<published>[^:/]*):)?(?<target>[^:/]+)(?:\/(?<protocol>\w+))?$/i.exec(
      text,
    );
  const { address, published, target, protocol = 'tcp' } = match?.groups ?? {};
  if (target === undefined || (protocol !== 'tcp' && protocol !== 'udp')) {
    reader.log.error('COMPOSE_PORT', value.at, `cannot read ${what}`, {
      expected: '"[address:][published:]target[/tcp|udp]"',
      seen: JSON.stringify(text),
    });
    return [];
  }
  // "5000:5000" also matches as address:target; an address has dots or brackets.
  const shownAddress = address !== undefined && !/[.[]/.test(address) ? address : undefined;
  const targets = portRange(target, context);
  const outer = portRange(published ?? shownAddress ?? '', context);
  if (outer.length > 1 && outer.length !== targets.length) {
    reader.log.error('COMPOSE_PORT', value.at, `the ranges of ${what} differ in length`, {
      seen: JSON.stringify(text),
    });
    return [];
  }
  return targets.map((port, index) => {
    const found = outer[index];
    const fixed = found === 0 ? undefined : found;
    return { target: port, published: fixed, protocol, location: value.at };
  });
}

/** `5000`, `5000-5002`; empty and `0` (any free port) give an empty list for the published side. */
function portRange(text: string, { value, what, reader }: PortContext): number[] {
  if (text === '' || text === '0') return [];
  const [first = '', last] = text.split('-');
  const from = reader.port(first, value, what);
  const to = last === undefined ? from : reader.port(last, value, what);
  if (from === undefined || to === undefined) return [];
  if (to < from) {
    reader.log.error('COMPOSE_PORT', value.at, `the range of ${what} runs backwards`, {
      seen: text,
    });
    return [];
  }
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
