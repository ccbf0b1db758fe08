import type { FieldReader } from './field-reader.ts';
import { Fields } from './fields.ts';
import { valueOf } from './located.ts';
import type { Located, LocatedMap } from './located.ts';
import type { ComposePort } from './model.ts';

const LONG_KEYS = ['target', 'published', 'host_ip', 'protocol', 'mode', 'name', 'app_protocol'];
/** A file of ranges can ask for all ports of all addresses. */
const MAX_PORTS = 1000;

/** Reads `ports` in short (`"8080:80/tcp"`, ranges, with an address) and long form. */
export function readPorts(value: Located, what: string, reader: FieldReader): ComposePort[] {
  if (value.kind !== 'list') {
    reader.refuse(value, what, 'a list such as ["8080:80"]');
    return [];
  }
  const found: ComposePort[] = [];
  for (const item of value.items) {
    const ports =
      item.kind === 'map' ? readLongPort(item, what, reader) : readShortPort(item, what, reader);
    if (found.length + ports.length > MAX_PORTS) {
      const expected = `at most ${MAX_PORTS}`;
      reader.log.error('COMPOSE_PORT', item.at, `too many ports in ${what}`, { expected });
      break;
    }
    found.push(...ports);
  }
  return found;
}

function readLongPort(map: LocatedMap, what: string, reader: FieldReader): ComposePort[] {
  reader.onlyKeys(map, what, LONG_KEYS);
  const fields = new Fields(map, what, reader);
  const target = fields.text('target');
  if (target === undefined) {
    reader.log.error('COMPOSE_PORT', map.at, `${what} without a target`, {
      expected: 'target: <port of the container>',
    });
    return [];
  }
  const published = fields.text('published') ?? '';
  const written = {
    address: fields.text('host_ip'),
    published,
    target,
    protocol: fields.text('protocol'),
  };
  const value = valueOf(map, 'published') ?? valueOf(map, 'target') ?? map;
  return portsOf(written, { value, what, reader, seen: `${published}:${target}` });
}

const SHORT =
  /^(?:(?<address>\[[\da-f:.]+\]|\d+\.[\d.]+|[\da-f]*:[\da-f:.]*:[\da-f]*(?=:\d*:)):)?(?:(?<published>[^:/]*):)?(?<target>[^:/]+)(?:\/(?<protocol>\w+))?$/i;

function readShortPort(item: Located, what: string, reader: FieldReader): ComposePort[] {
  const text = reader.text(item, what);
  if (text === undefined) return [];
  const match = SHORT.exec(text.slice(0, 200));
  const { address, published = '', target, protocol } = match?.groups ?? {};
  const context = { value: item, what, reader, seen: text };
  if (target === undefined) return refuse(context);
  return portsOf(
    { address: address?.replace(/^\[|\]$/g, ''), published, target, protocol },
    context,
  );
}

interface WrittenPort {
  readonly address: string | undefined;
  readonly published: string;
  readonly target: string;
  readonly protocol: string | undefined;
}

interface PortContext {
  readonly value: Located;
  readonly what: string;
  readonly reader: FieldReader;
  /** The whole text, for a message. */
  readonly seen: string;
}

function portsOf(written: WrittenPort, context: PortContext): ComposePort[] {
  const protocol = written.protocol?.toLowerCase() ?? 'tcp';
  if (protocol !== 'tcp' && protocol !== 'udp') return refuse(context);
  const targets = portRange(written.target, context);
  const outer = portRange(written.published === '0' ? '' : written.published, context);
  const first = outer[0];
  const last = outer.at(-1);
  const isChoice = targets.length === 1 && outer.length > 1;
  if (outer.length > 1 && !isChoice && outer.length !== targets.length) {
    context.reader.log.error(
      'COMPOSE_PORT',
      context.value.at,
      `the ranges of ${context.what} differ in length`,
      {
        seen: JSON.stringify(context.seen),
      },
    );
    return [];
  }
  const publishedRange =
    isChoice && first !== undefined && last !== undefined ? ([first, last] as const) : undefined;
  return targets.map((target, index) => ({
    target,
    published: isChoice ? undefined : outer[index],
    publishedRange,
    hostIp: written.address,
    protocol,
    location: context.value.at,
  }));
}

function refuse({ value, what, reader, seen }: PortContext): [] {
  reader.log.error('COMPOSE_PORT', value.at, `cannot read ${what}`, {
    expected: '"[address:][published:]target[/tcp|udp]"',
    seen: JSON.stringify(seen),
  });
  return [];
}

/** `5000`, `5000-5002`; nothing for an empty text. */
function portRange(text: string, { value, what, reader }: PortContext): number[] {
  if (text === '') return [];
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

/** Reads `expose`: `3000`, `"3000-3005"`, `"3000/tcp"`. UDP ports are left out: nothing waits for them. */
export function readExpose(value: Located, what: string, reader: FieldReader): number[] {
  if (value.kind !== 'list') {
    reader.refuse(value, what, 'a list of ports');
    return [];
  }
  const found = new Set<number>();
  for (const item of value.items) {
    const [range = '', protocol = 'tcp'] = reader.text(item, what)?.split('/') ?? [];
    const context = { value: item, what, reader, seen: range };
    const ports = portRange(range, context);
    if (found.size + ports.length > MAX_PORTS) {
      reader.log.error('COMPOSE_PORT', item.at, `too many ports in ${what}`, {
        expected: `at most ${MAX_PORTS}`,
      });
      break;
    }
    if (protocol === 'tcp') for (const port of ports) found.add(port);
    else if (protocol !== 'udp') refuse(context);
  }
  return [...found];
}
