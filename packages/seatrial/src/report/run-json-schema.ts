import { z } from 'zod';

import { CHECK_KINDS, OUTCOMES, REQUIREMENT_STATES } from '../evidence/index.ts';
import type { Json, RunRecord } from '../evidence/index.ts';

const count = z.int().min(0);
const durationMs = z.number().min(0);
const outcome = z.enum(OUTCOMES);

const position = z.object({
  file: z.string().describe('Relative to the project root, with forward slashes.'),
  line: z.int().min(1),
  column: z.int().min(1),
});

const failure = z.object({
  message: z.string(),
  source: position.nullable().describe('Where the expectation stands.'),
  expected: z.string().nullable(),
  seen: z.string().nullable(),
  detail: z.string().nullable(),
});

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    z.array(json),
    z.record(z.string(), json),
  ]),
);

const step = z.object({
  index: count,
  title: z.string(),
  outcome: z.enum(['passed', 'failed', 'error']),
  durationMs,
  source: position,
  failure: failure.nullable(),
  evidence: json.describe('What was sent and seen, bounded, without secrets.'),
});

const reset = z.object({ service: z.string(), how: z.string(), durationMs });

const attemptFields = {
  attempt: z.int().min(1),
  durationMs: durationMs.describe('Without the resets.'),
  // Records of before 0.2 have none.
  resets: z.array(reset).default([]),
  steps: z.array(step),
};
const attempt = z.discriminatedUnion('outcome', [
  z.object({ ...attemptFields, outcome: z.literal('passed') }),
  z.object({ ...attemptFields, outcome: z.literal('flaky'), reason: z.string() }),
  z.object({ ...attemptFields, outcome: z.literal('skipped'), reason: z.string() }),
  z.object({ ...attemptFields, outcome: z.literal('failed'), failure }),
  z.object({ ...attemptFields, outcome: z.literal('error'), failure }),
]);

const test = z.object({
  name: z.string(),
  file: z.string().nullable(),
  line: z.number().nullable(),
  outcome,
  durationMs,
  reason: z.string().nullable(),
  failure: failure.nullable(),
  ids: z.array(z.string()),
});

const check = z.object({
  id: z.string(),
  kind: z.enum(CHECK_KINDS),
  title: z.string(),
  workItem: z.string().nullable(),
  requirements: z.array(z.string()),
  required: z.boolean(),
  source: position,
  rerun: z.string().describe('The exact command that repeats this check alone.'),
  shard: z.int().min(1).nullable(),
  outcome,
  reason: z.string().nullable(),
  failure: failure.nullable(),
  startedMs: z.number().nullable().describe('Since the run started; null when it never started.'),
  durationMs,
  attempts: z.array(attempt),
  tests: z.array(test),
});

const service = z.object({
  name: z.string(),
  rung: z.string().describe('How it was provided; emulator: only the protocol of the product.'),
  product: z.string().nullable().describe('The program that ran for it, when it is known.'),
  version: z.string().nullable(),
  wanted: z.string().nullable().describe('The image that the Compose file asks for.'),
  command: z.string(),
  ports: z.record(z.string(), z.int()),
  log: z.string().describe('Relative to the run folder.'),
  readyAfterMs: z.number().nullable(),
  died: z.object({ exit: z.string(), logTail: z.array(z.string()) }).nullable(),
});

const environment = z.object({
  driver: z.enum(['native', 'docker', 'auto']),
  engine: z.string().nullable().describe('What ran the containers; null for native.'),
  readyAfterMs: z.number().nullable(),
  services: z.array(service),
  notProven: z
    .array(z.object({ service: z.string(), reason: z.string(), remedy: z.string() }))
    .describe('Services that were left out because nothing here can run them.'),
  fixtures: z
    .array(z.object({ file: z.string(), service: z.string().nullable(), durationMs }))
    .default([]),
  failure: failure.extend({ code: z.string(), service: z.string().nullable() }).nullable(),
});

const requirement = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(REQUIREMENT_STATES),
  checks: z.array(z.string()),
  source: position,
});

const diagnostic = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  file: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
  expected: z.string().optional(),
  seen: z.string().optional(),
  hint: z.string().optional(),
});

const verdict = z.object({
  word: z.enum(['ready', 'not ready', 'not proven']),
  exitCode: z.int().min(0).max(255),
  reason: z.string(),
  decidedBy: z.array(z.object({ check: z.string(), outcome, reason: z.string() })),
  counts: z.object({
    passed: count,
    failed: count,
    flaky: count,
    skipped: count,
    error: count,
  }),
});

/** Reads a `run.json` back; unknown keys of a later minor version are let through. */
export const runRecordSchema = z.object({
  schemaVersion: z.literal(1),
  runId: z.string(),
  project: z.string(),
  seatrialVersion: z.string(),
  startedAt: z.iso.datetime(),
  durationMs,
  git: z.object({ commit: z.string(), dirty: z.boolean() }).nullable(),
  shard: z.object({ index: z.int().min(1), total: z.int().min(1) }).nullable(),
  seed: z.number().nullable(),
  machine: z.object({ platform: z.string(), cpus: z.int(), node: z.string() }),
  verdict,
  environment: environment.nullable(),
  checks: z.array(check),
  requirements: z.array(requirement),
  warnings: z.array(diagnostic),
});

/** Flattens intersections and drops `readonly`, so two spellings of one shape compare as equal. */
type Shape<T> = T extends readonly (infer Item)[]
  ? Shape<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Shape<T[Key]> }
    : T;
/* oxlint-disable typescript/no-unnecessary-type-parameters -- only a deferred conditional compares for identity */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/* oxlint-enable typescript/no-unnecessary-type-parameters */

// The compiler refuses these lines as soon as the schema and the type are no longer the same.
true satisfies Same<Shape<z.infer<typeof runRecordSchema>>, Shape<RunRecord>>;
// On its own: inside the record the compiler gives up on comparing a type that holds itself.
true satisfies Same<z.infer<typeof step>['evidence'], Json>;

/** JSON Schema (draft 2020-12) of `run.json`, for editors and for readers in other languages. */
export function runJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...rest } = z.toJSONSchema(runRecordSchema, {
    target: 'draft-2020-12',
    // Additional keys stay allowed: adding one is a minor change.
    io: 'input',
  });
  return {
    $schema,
    title: 'Seatrial run record',
    ...rest,
  };
}
