import type { FaultStep } from '../block.ts';
import { anything, mapOf, mapped, required } from '../shape.ts';
import { name, within } from './fields.ts';

/** Something broken on purpose. */
export const faultShape = mapped(
  mapOf(
    {
      fault: required(anything(), {
        description: 'Reserved: read and kept, answered by an error until faults are supported.',
      }),
      within,
      name,
    },
    { title: 'a fault step' },
  ),
  (read, node, reader): FaultStep => ({
    kind: 'fault',
    fault: read.fault?.value,
    name: read.name ?? null,
    withinMs: read.within ?? null,
    source: reader.position(node.at),
  }),
);
