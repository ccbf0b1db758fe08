import type { WaitUntilStep } from '../block.ts';
import { mapOf, mapped, optional, required } from '../shape.ts';
import { duration } from '../terms.ts';
import { execShape } from './exec-shape.ts';
import { name, within } from './fields.ts';
import { httpShape } from './http-shape.ts';
import { sqlShape } from './sql-shape.ts';
import { stepOf } from './step-of.ts';

const repeatable = stepOf<WaitUntilStep['step']>({
  http: httpShape,
  sql: sqlShape,
  exec: execShape,
});

/** A step repeated until it passes. */
export const waitUntilShape = mapped(
  mapOf(
    {
      'wait until': required(repeatable, {
        description: 'An http, sql or exec step that is repeated until it passes.',
      }),
      within,
      every: optional(duration, {
        description: 'The pause between two tries.',
        default: '100ms',
      }),
      name,
    },
    { title: 'a wait until step', meant: { timeout: 'write within', interval: 'write every' } },
  ),
  (read, node, reader): WaitUntilStep | undefined => {
    const step = read['wait until'];
    if (step === undefined) return undefined;
    return {
      kind: 'wait until',
      step,
      everyMs: read.every ?? 100,
      name: read.name ?? null,
      withinMs: read.within ?? null,
      source: reader.position(node.at),
    };
  },
);
