import type { FaultEdge } from '../block.ts';
import type { Reader } from '../reader.ts';
import { didYouMean } from '../reader.ts';
import type { Shape } from '../shape.ts';
import type { TreeNode } from '../source-tree.ts';
import { describeNode } from '../source-tree.ts';
import { SERVICE_NAME } from '../terms.ts';

const EDGE_KINDS = [
  'down',
  'latency',
  'bandwidth',
  'reset',
  'half-open',
  'slow-close',
  'drop-response',
] as const;
const SERVICE_KINDS = ['pause', 'kill', 'restart'] as const;

/** What can be broken: a way between two services, or a service. */
export const FAULT_KINDS = { edge: [...EDGE_KINDS, 'status 503'], service: SERVICE_KINDS } as const;

/** What `fault:` says; `written` in one form, so that an `undo` finds it again. */
export type FaultHead =
  | {
      readonly kind: (typeof EDGE_KINDS)[number];
      readonly edge: FaultEdge;
      readonly written: string;
    }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly edge: FaultEdge;
      readonly written: string;
    }
  | {
      readonly kind: (typeof SERVICE_KINDS)[number];
      readonly service: string;
      readonly written: string;
    }
  | { readonly kind: 'undo'; readonly undoes: string | null; readonly written: string };

const EDGE = new RegExp(`^(?:(${SERVICE_NAME}) +)?-> *(${SERVICE_NAME})(?::(\\d{1,5}))?$`);
const SERVICE = new RegExp(`^${SERVICE_NAME}$`);
const STATUS = /^([2-5]\d\d) +/;
const FORM = 'a fault such as "down web -> db", "status 503 -> api", "kill db" or "undo"';

/** `down web -> db:5432`, `status 503 -> api`, `kill db`, `undo`, `undo kill db`. */
export const faultHead: Shape<FaultHead> = {
  schema: { type: 'string', pattern: `^(?:undo$|(?:undo +)?(?:${kindPattern()}) )` },
  read: (node, reader) => {
    if (node.kind !== 'scalar' || typeof node.value !== 'string') {
      reader.expected(node, FORM);
      return undefined;
    }
    const text = node.value.trim().replaceAll(/ +/g, ' ');
    if (text === 'undo') return { kind: 'undo', undoes: null, written: 'undo' };
    if (!text.startsWith('undo ')) return readBreak(text, node, reader);
    const undone = readBreak(text.slice('undo '.length), node, reader);
    return undone === undefined
      ? undefined
      : { kind: 'undo', undoes: undone.written, written: `undo ${undone.written}` };
  },
};

function kindPattern(): string {
  return [...EDGE_KINDS, 'status', ...SERVICE_KINDS].join('|');
}

function readBreak(text: string, node: TreeNode, reader: Reader): FaultHead | undefined {
  const [word = ''] = text.split(' ');
  const rest = text.slice(word.length).trim();
  const serviceKind = SERVICE_KINDS.find((kind) => kind === word);
  if (serviceKind !== undefined) {
    if (SERVICE.test(rest)) return { kind: serviceKind, service: rest, written: `${word} ${rest}` };
    const hint = `${word} is for a service: "${word} db"`;
    return complain(node, reader, { expected: 'the name of a service', hint });
  }
  if (word === 'status') return readStatus(rest, node, reader);
  const kind = EDGE_KINDS.find((one) => one === word);
  if (kind !== undefined) {
    const edge = readEdge(rest, node, reader);
    return edge === undefined ? undefined : { kind, edge, written: `${word} ${writeEdge(edge)}` };
  }
  const kinds = [...EDGE_KINDS, 'status', ...SERVICE_KINDS, 'undo'];
  return complain(node, reader, {
    expected: `a kind of fault: ${kinds.join(', ')}`,
    hint: didYouMean(word, kinds) ?? 'such as "down web -> db" or "kill db"',
  });
}

function readStatus(rest: string, node: TreeNode, reader: Reader): FaultHead | undefined {
  const [whole, digits] = STATUS.exec(rest) ?? [];
  if (whole === undefined) {
    const hint = 'such as "status 503 web -> api"';
    return complain(node, reader, { expected: 'a status from 200 to 599, then the way', hint });
  }
  const edge = readEdge(rest.slice(whole.length), node, reader);
  if (edge === undefined) return undefined;
  const status = Number(digits);
  return { kind: 'status', status, edge, written: `status ${status} ${writeEdge(edge)}` };
}

function readEdge(rest: string, node: TreeNode, reader: Reader): FaultEdge | undefined {
  const [whole, from, to = '', port] = EDGE.exec(rest) ?? [];
  if (whole === undefined) {
    const hint = SERVICE.test(rest)
      ? `write "-> ${rest}" when it is broken for every caller, "web -> ${rest}" when it is for one`
      : 'who calls, an arrow, who is called: "web -> db", or "-> db" for every caller';
    return complain(node, reader, { expected: 'a way, such as web -> db:5432', hint });
  }
  return {
    ...(from === undefined ? {} : { from }),
    to,
    ...(port === undefined ? {} : { port: Number(port) }),
  };
}

function writeEdge({ from, to, port }: FaultEdge): string {
  const target = port === undefined ? to : `${to}:${port}`;
  return from === undefined ? `-> ${target}` : `${from} -> ${target}`;
}

function complain(
  node: TreeNode,
  reader: Reader,
  about: { readonly expected: string; readonly hint: string },
): undefined {
  reader.complain(node.at, {
    code: 'SPEC_INVALID_FAULT',
    message: 'this fault cannot be understood',
    seen: describeNode(node),
    ...about,
  });
  return undefined;
}
