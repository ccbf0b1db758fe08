import { z } from 'zod';

import { keptEvidenceSchema } from '../checks/contract/kept-evidence.ts';
import { ENVIRONMENT_STATES, SERVICE_STATES } from '../environment/environment-status.ts';
import { REQUIREMENT_STATES } from '../evidence/index.ts';
import { RUNNERS } from '../project/suite.ts';
import { runRecordSchema } from '../report/index.ts';

/*
 * The documents that verbs print under `--json`, beside those that have a room of their own (a run, a
 * spec, a scenario block). The types are made from the schemas and the verbs are typed by them, so a
 * document cannot drift from what is published of it; nothing of this is loaded while a verb runs.
 */

const count = z.int().min(0);
const exitCode = z.int().min(0).max(255);
const texts = z.array(z.string());
const diagnostics = runRecordSchema.shape.warnings;
const check = runRecordSchema.shape.checks.element;
const position = check.shape.source;

const plannedCheck = check
  .pick({
    id: true,
    kind: true,
    title: true,
    workItem: true,
    requirements: true,
    required: true,
    source: true,
    rerun: true,
    shard: true,
  })
  .extend({
    after: texts.describe('Ids of the checks whose results it reads.'),
    needsEnvironment: z.boolean(),
  });

const traceability = z.object({
  schemaVersion: z.literal(1),
  runId: z.string().nullable().describe('The run whose outcomes were used; null: none yet.'),
  requirements: runRecordSchema.shape.requirements,
  counts: z.record(z.enum(REQUIREMENT_STATES), count),
  unknownIds: z.array(
    z.object({
      id: z.string(),
      namedBy: z.array(z.object({ what: z.string(), source: position.nullable() })),
    }),
  ),
  orphanTests: z
    .array(
      z.object({
        check: z.string(),
        name: z.string(),
        file: z.string().nullable(),
        line: z.int().nullable(),
      }),
    )
    .describe('Tests that carry no id.'),
});

const planDocument = z.object({
  schemaVersion: z.literal(1),
  checks: z.array(plannedCheck).describe('In the order in which they are carried out.'),
  services: texts.describe('Services that the checks need; their dependencies come by themselves.'),
  warnings: diagnostics,
  traceability,
});

const lintDocument = z.object({
  schemaVersion: z.literal(1),
  specifications: count,
  scenarios: count,
  diagnostics,
  exitCode,
});

const initDocument = z.object({
  schemaVersion: z.literal(1),
  written: texts.describe('Paths relative to the project root.'),
  kept: texts.describe('Files that existed and were left as they are.'),
  composeFile: z.string().nullable(),
  suites: z.array(
    z.object({
      name: z.string(),
      runner: z.enum(RUNNERS),
      directory: z.string(),
      because: z.string().describe('Why it looks like a suite.'),
    }),
  ),
});

const runningService = z.object({
  name: z.string(),
  state: z.enum(SERVICE_STATES),
  readyBy: z.string().nullable().describe('healthcheck, port, started or completed.'),
  readyAfterMs: z.number().nullable(),
  uptimeMs: z.number().nullable().describe('Null when its process runs no longer.'),
  rung: z.string().describe('How the service is provided, such as dockerfile.'),
  product: z.string().nullable().describe('The program that runs for it, when it is known.'),
  version: z.string().nullable(),
  wanted: z.string().nullable().describe('The image that the Compose file asks for.'),
  pid: z.int(),
  command: texts,
  ports: z.array(z.object({ containerPort: z.int(), hostPort: z.int() })),
  logFile: z.string(),
  died: z.object({ exit: z.string(), at: z.iso.datetime() }).nullable(),
});

const environmentDocument = z.object({
  schemaVersion: z.literal(1),
  state: z.enum(ENVIRONMENT_STATES).describe('lost: whoever held it was killed.'),
  driver: z.enum(['native', 'docker', 'auto']).nullable(),
  holder: z.object({ pid: z.int(), background: z.boolean() }).nullable(),
  startedAt: z.iso.datetime().nullable(),
  uptimeMs: z.number().nullable(),
  host: z.string().nullable().describe('Where the ports of the services answer.'),
  requested: texts.describe('The services that were asked for by name; empty: all.'),
  services: z.array(runningService),
  notProven: runRecordSchema.shape.environment.unwrap().shape.notProven,
});

const environmentDownDocument = z.object({
  schemaVersion: z.literal(1),
  wasRunning: z.boolean(),
  how: z.enum(['orderly', 'last resort']).nullable(),
  services: z
    .array(z.object({ name: z.string(), exit: z.string().nullable() }))
    .describe('What was stopped.'),
  volumesRemoved: z.boolean(),
  left: texts.describe('What could not be stopped; empty when the exit code is 0.'),
});

const environmentLogsDocument = z.object({
  schemaVersion: z.literal(1),
  services: z.array(z.object({ name: z.string(), lines: texts })),
});

const environmentExecDocument = z.object({
  schemaVersion: z.literal(1),
  service: z.string(),
  command: texts.describe('As it was given.'),
  exitCode,
  signal: z.string().nullable(),
  stdout: z.string(),
  stderr: z.string(),
});

const errorDocument = z.object({
  schemaVersion: z.literal(1),
  error: z.object({
    code: z.string().describe('Stable, SCREAMING_SNAKE.'),
    message: z.string(),
    hint: z.string().nullable().describe('What to do about it.'),
    diagnostics,
    service: z.string().optional().describe('The service at fault, when it is one.'),
    logTail: texts.optional().describe('Its last lines.'),
  }),
  exitCode,
});

const contractPlace = z.object({
  file: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
  pointer: z.string().describe('JSON pointer (RFC 6901).'),
});

const contractLevel = z.enum(['ERR', 'WARN', 'INFO']);

const contractChange = z.object({
  id: z.string(),
  level: contractLevel,
  section: z.string(),
  method: z.string().describe('Empty where no operation is concerned.'),
  path: z.string(),
  operationId: z.string().nullable(),
  direction: z.enum(['request', 'response', 'none']),
  where: z.string(),
  text: z.string().describe('What changed, in one sentence.'),
  why: z.string().describe('Whom it breaks and how; empty when nobody.'),
  from: z.unknown(),
  to: z.unknown(),
  base: contractPlace.nullable(),
  revision: contractPlace.nullable(),
  operations: z
    .array(z.object({ method: z.string(), path: z.string() }))
    .describe('All operations that the change reaches.'),
});

const contractsDiffDocument = z.object({
  schemaVersion: z.literal(1),
  base: z.string(),
  revision: z.string(),
  failOn: z.enum(['ERR', 'WARN', 'INFO', 'none']),
  exitCode,
  counts: z.object({ ERR: count, WARN: count, INFO: count }),
  changes: z.array(contractChange),
  accepted: z.array(z.object({ change: contractChange, reason: z.string(), expires: z.string() })),
  diagnostics,
});

const contractsLintDocument = z.object({
  schemaVersion: z.literal(1),
  contracts: texts.describe('As they were given.'),
  diagnostics,
  exitCode,
});

const contractsAcceptDocument = z.object({
  schemaVersion: z.literal(1),
  accepted: z.array(
    z.object({
      contract: z.string().describe('Relative to the project root.'),
      keptAt: z.string().describe('Relative to the project root.'),
    }),
  ),
});

const contractsCoverageDocument = z.object({
  schemaVersion: z.literal(1),
  runId: z.string(),
  contracts: z.array(
    check.pick({ title: true, outcome: true }).extend({
      check: z.string().describe('Id of the check.'),
      reason: z.string().nullable().describe('Why it did not pass, when it did not.'),
      kept: keptEvidenceSchema.nullable().describe('Null when it was held against nothing.'),
    }),
  ),
  exitCode,
});

type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** What `seatrial plan --json` prints. */
export type PlanDocument = Frozen<z.infer<typeof planDocument>>;
/** What `seatrial spec lint --json` prints. */
export type LintDocument = Frozen<z.infer<typeof lintDocument>>;
/** What `seatrial init --json` prints. */
export type InitDocument = Frozen<z.infer<typeof initDocument>>;
/** What `seatrial env up --json` and `env status --json` print. */
export type EnvironmentDocument = Frozen<z.infer<typeof environmentDocument>>;
/** What `seatrial env down --json` prints. */
export type EnvironmentDownDocument = Frozen<z.infer<typeof environmentDownDocument>>;
/** What `seatrial env logs --json` prints. */
export type EnvironmentLogsDocument = Frozen<z.infer<typeof environmentLogsDocument>>;
/** What `seatrial env exec --json` prints. */
export type EnvironmentExecDocument = Frozen<z.infer<typeof environmentExecDocument>>;
/** What `seatrial contracts diff --json` prints. */
export type ContractsDiffDocument = Frozen<z.infer<typeof contractsDiffDocument>>;
/** What `seatrial contracts lint --json` prints. */
export type ContractsLintDocument = Frozen<z.infer<typeof contractsLintDocument>>;
/** What `seatrial contracts coverage --json` prints. */
export type ContractsCoverageDocument = Frozen<z.infer<typeof contractsCoverageDocument>>;
/** What `seatrial contracts accept --json` prints. */
export type ContractsAcceptDocument = Frozen<z.infer<typeof contractsAcceptDocument>>;
/** What every verb prints under `--json` instead of a result. */
export type ErrorDocument = Frozen<z.infer<typeof errorDocument>>;

const DOCUMENTS = {
  plan: { title: 'Seatrial: what `plan --json` prints', schema: planDocument },
  lint: { title: 'Seatrial: what `spec lint --json` prints', schema: lintDocument },
  init: { title: 'Seatrial: what `init --json` prints', schema: initDocument },
  environment: {
    title: 'Seatrial: what `env up --json` and `env status --json` print',
    schema: environmentDocument,
  },
  'environment-down': {
    title: 'Seatrial: what `env down --json` prints',
    schema: environmentDownDocument,
  },
  'environment-logs': {
    title: 'Seatrial: what `env logs --json` prints',
    schema: environmentLogsDocument,
  },
  'environment-exec': {
    title: 'Seatrial: what `env exec --json` prints',
    schema: environmentExecDocument,
  },
  'contracts-diff': {
    title: 'Seatrial: what `contracts diff --json` prints',
    schema: contractsDiffDocument,
  },
  'contracts-lint': {
    title: 'Seatrial: what `contracts lint --json` prints',
    schema: contractsLintDocument,
  },
  'contracts-coverage': {
    title: 'Seatrial: what `contracts coverage --json` prints',
    schema: contractsCoverageDocument,
  },
  'contracts-accept': {
    title: 'Seatrial: what `contracts accept --json` prints',
    schema: contractsAcceptDocument,
  },
  error: {
    title: 'Seatrial: what any verb prints under --json when it fails',
    schema: errorDocument,
  },
} as const;

/** JSON Schemas (draft 2020-12) of the documents, by name. Keys may be added in a minor version. */
export function documentSchemas(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return Object.fromEntries(
    Object.entries(DOCUMENTS).map(([name, { title, schema }]) => {
      const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
      return [name, { $schema, title, ...rest }];
    }),
  );
}
