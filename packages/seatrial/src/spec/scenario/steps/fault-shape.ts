import type { FaultStep } from '../block.ts';
import type { Reader } from '../reader.ts';
import { mapOf, mapped, optional, required } from '../shape.ts';
import type { TreeNode } from '../source-tree.ts';
import { duration } from '../terms.ts';
import { rate, requestCount } from './fault-amounts.ts';
import { FAULT_KINDS, faultHead } from './fault-head.ts';
import type { FaultHead } from './fault-head.ts';
import { name, within } from './fields.ts';

interface Amounts {
  readonly by?: number;
  readonly jitter?: number;
  readonly rate?: number;
  readonly first?: number;
}

/** Something broken on purpose. */
export const faultShape = mapped(
  mapOf(
    {
      fault: required(faultHead, {
        description: `What is broken: a kind and a way (${FAULT_KINDS.edge.join(', ')}), a kind and a service (${FAULT_KINDS.service.join(', ')}), or undo.`,
        examples: [
          'down web -> db',
          'latency -> db',
          'status 503 web -> api:8080',
          'kill db',
          'undo',
        ],
      }),
      by: optional(duration, {
        description: 'How much longer a round trip (latency) or an end (slow-close) takes.',
      }),
      jitter: optional(duration, { description: 'How much the latency varies, up and down.' }),
      rate: optional(rate, { description: 'What the way carries, each direction for itself.' }),
      first: optional(requestCount, {
        description: 'How many requests are hit (status, drop-response); default: every one.',
      }),
      within,
      name,
    },
    {
      title: 'a fault step',
      meant: {
        delay: 'write by',
        latency: 'write by',
        times: 'write first',
        timeout: 'write within',
      },
    },
  ),
  (read, node, reader): FaultStep | undefined => {
    const { fault: head } = read;
    if (head === undefined || !amountsFit(head, read, node, reader)) return undefined;
    return {
      kind: 'fault',
      written: head.written,
      action:
        head.kind === 'undo'
          ? { form: 'undo', written: head.undoes }
          : { form: 'inject', fault: toFault(head, read) },
      name: read.name ?? null,
      withinMs: read.within ?? null,
      source: reader.position(node.at),
    };
  },
);

const AMOUNTS = ['by', 'jitter', 'rate', 'first'] as const;
/** Keys that a kind needs, and those that it may have. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  latency: ['by'],
  'slow-close': ['by'],
  bandwidth: ['rate'],
};
const MAY_HAVE: Readonly<Record<string, readonly string[]>> = {
  latency: ['jitter'],
  status: ['first'],
  'drop-response': ['first'],
};

function amountsFit(head: FaultHead, read: Amounts, node: TreeNode, reader: Reader): boolean {
  const before = reader.diagnostics.length;
  const needed = NEEDS[head.kind] ?? [];
  const allowed = [...needed, ...(MAY_HAVE[head.kind] ?? [])];
  for (const key of AMOUNTS) {
    const entry = node.kind === 'map' ? node.entries.find((one) => one.key === key) : undefined;
    if (entry !== undefined && !allowed.includes(key)) {
      reader.complain(entry.keyAt, {
        code: 'SPEC_UNKNOWN_KEY',
        message: `a ${head.kind} fault has no key "${key}"`,
        expected: allowed.length === 0 ? 'no other key' : `one of ${allowed.join(', ')}`,
      });
    } else if (needed.includes(key) && read[key] === undefined) {
      reader.complain(node.at, {
        code: 'SPEC_MISSING_KEY',
        message: `a ${head.kind} fault needs the key "${key}"`,
        expected: key === 'rate' ? 'rate: 64kB/s, say' : 'by: 200ms, say',
      });
    }
  }
  return reader.diagnostics.length === before;
}

function toFault(
  head: Exclude<FaultHead, { kind: 'undo' }>,
  { by = 0, jitter, rate: bytesPerSecond = 1, first = Infinity }: Amounts,
): Extract<FaultStep['action'], { form: 'inject' }>['fault'] {
  if ('service' in head) return { kind: head.kind, service: head.service };
  const { edge } = head;
  switch (head.kind) {
    case 'latency':
      return {
        kind: 'latency',
        latencyMs: by,
        ...(jitter === undefined ? {} : { jitterMs: jitter }),
        ...edge,
      };
    case 'slow-close':
      return { kind: 'slow-close', delayMs: by, ...edge };
    case 'bandwidth':
      return { kind: 'bandwidth', bytesPerSecond, ...edge };
    case 'status':
      return { kind: 'status', status: head.status, firstRequests: first, ...edge };
    case 'drop-response':
      return { kind: 'drop-response', firstRequests: first, ...edge };
    case 'down':
    case 'reset':
    case 'half-open':
      return { kind: head.kind, ...edge };
    default:
      return head satisfies never;
  }
}
