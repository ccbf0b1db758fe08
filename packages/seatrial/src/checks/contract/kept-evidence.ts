import { z } from 'zod';

import type { Json } from '../../evidence/index.ts';
import type { GroupedViolation } from './traffic.ts';
import type { Kept } from './watched-contract.ts';

const count = z.int().min(0);
const texts = z.array(z.string());

const violation = z.object({
  code: z.string().describe('Stable, such as response-body-invalid.'),
  side: z.enum(['request', 'response']),
  operation: z.string().nullable().describe('Null where the contract knows none.'),
  message: z.string(),
  at: z.string().describe('Where in what was sent.'),
  pointer: z.string().describe('JSON pointer into the contract.'),
  target: z.string(),
  count,
});

/** What the log of a run says of a contract that its service was held to. */
export const keptEvidenceSchema = z.object({
  unit: z.enum(['exchanges', 'messages']),
  seen: count,
  checked: count.describe('Held against the contract; the others were counted only.'),
  coverage: z.string().describe('The same for people.'),
  exercised: z.array(
    z.object({
      what: z.enum(['operations', 'responses', 'parameters', 'channels', 'messages']),
      exercised: count,
      total: count,
    }),
  ),
  notExercised: texts,
  undocumented: texts.describe('Endpoints or addresses that the contract does not know.'),
  undocumentedFields: z.array(z.object({ operation: z.string(), pointer: z.string() })),
  fieldsLookedAt: count.describe(
    'Fields were looked at in so many checked exchanges of each operation.',
  ),
  unknownFormats: texts.describe('Formats that nothing was held against.'),
  violations: z.array(violation),
  moreViolations: count.describe('Of further kinds; only their number is kept.'),
  tolerated: z
    .array(violation)
    .describe('Messages to the service that the contract does not have; not held against it.'),
});

export type KeptEvidence = z.infer<typeof keptEvidenceSchema>;

/** What is left in the log of a contract that was watched. */
export function keptEvidence(kept: Kept): KeptEvidence & Json {
  const { violations, tolerated, problems: _, ...rest } = kept;
  return {
    unit: rest.unit,
    seen: rest.seen,
    checked: rest.checked,
    coverage: sayCoverage(kept),
    exercised: rest.exercised.map((one) => ({ ...one })),
    notExercised: [...rest.notExercised],
    undocumented: [...rest.undocumented],
    undocumentedFields: rest.undocumentedFields.map((one) => ({ ...one })),
    fieldsLookedAt: rest.fieldsLookedAt,
    unknownFormats: [...rest.unknownFormats],
    violations: violations.map(plain),
    moreViolations: rest.moreViolations,
    tolerated: tolerated.map(plain),
  };
}

function plain({ first, target, count: times }: GroupedViolation): z.infer<typeof violation> {
  return { ...first, operation: first.operation ?? null, target, count: times };
}

/** `41 of 46 operations, 63 of 90 responses exercised; checked 1,000 of 50,000 exchanges`. */
function sayCoverage({ exercised, unit, seen, checked }: Kept): string {
  const shares = exercised.map((one) => `${one.exercised} of ${one.total} ${one.what}`);
  const sample = checked === seen ? grouped(seen) : `${grouped(checked)} of ${grouped(seen)}`;
  return `${shares.join(', ')} exercised; checked ${sample} ${seen === 1 ? unit.slice(0, -1) : unit}`;
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
