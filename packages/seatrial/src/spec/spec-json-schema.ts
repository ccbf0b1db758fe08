import { z } from 'zod';

import { WORK_ITEM_TYPES } from '../project/index.ts';
import type {
  ContractSection,
  IntegrationSections,
  RequiredService,
} from './integration-sections.ts';
import type { Background, ScenarioBlock } from './scenario/block.ts';
import type { Scenario, Specification } from './specification.ts';

const position = z.object({ file: z.string(), line: z.int(), column: z.int() });
const texts = z.array(z.string());
const nullableText = z.string().nullable();

const diagnostic = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  file: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  expected: z.string().optional(),
  seen: z.string().optional(),
  hint: z.string().optional(),
});

/** The steps of a block have a schema of their own, `scenarioJsonSchema`, as people write them. */
const steps = z.array(z.looseObject({ kind: z.string(), source: position }));

const variables = z
  .array(z.object({ service: z.string(), source: position }))
  .describe('The services whose variables the block reads.');

const reset = z
  .discriminatedUnion('form', [
    z.object({ form: z.literal('none') }),
    z.object({ form: z.literal('all') }),
    z.object({
      form: z.literal('services'),
      services: z.array(z.object({ service: z.string(), source: position })),
    }),
  ])
  .nullable()
  .describe('What goes back to its state after the fixtures first; null: what the config says.');

const block = z.object({ steps, reset, variables, source: position });

const background = z.object({
  headers: z.record(z.string(), z.record(z.string(), z.string())),
  steps,
  reset,
  variables,
  source: position,
});

const evidence = z.discriminatedUnion('form', [
  z.object({ form: z.literal('steps'), block }),
  z.object({
    form: z.literal('proof'),
    path: z.string(),
    test: nullableText.describe('Null: every test of the file.'),
    source: position,
  }),
  z.object({ form: z.literal('prose') }),
]);

const scenario = z.object({
  id: z.string(),
  title: z.string(),
  requirements: texts,
  required: z.boolean(),
  setup: texts,
  actions: texts,
  expectedResults: texts,
  description: z.string().optional(),
  sequenceDiagram: z.string().optional(),
  evidence,
  source: position,
});

const comparator = z.enum(['<', '<=', '>', '>=', '~']).nullable();
const bound = z.object({ comparator, value: z.number(), text: z.string() });
const rate = z.object({
  comparator,
  perSecond: z.number(),
  unit: z.string(),
  application: z.boolean(),
  text: z.string(),
});
const nullableNumber = z.number().nullable();

const performanceBenchmarks = z.object({
  responseTimesMs: z.record(z.string(), bound),
  throughput: z.record(z.string(), rate),
  resourceLimits: z.object({
    cpuPercent: bound.nullable(),
    memoryBytes: bound.nullable(),
    diskIoBytesPerSecond: bound.nullable(),
    other: z.record(z.string(), z.string()),
  }),
  loadTest: z.object({
    rampUpSeconds: nullableNumber,
    sustainedSeconds: nullableNumber,
    rampDownSeconds: nullableNumber,
    scenarios: z.array(z.object({ name: z.string(), weight: nullableNumber })),
  }),
  endpoint: nullableText,
  loadTestDurationSeconds: nullableNumber,
  threads: nullableNumber,
  connections: nullableNumber,
});

const contract = z.object({
  name: z.string(),
  line: z.int(),
  column: z.int(),
  service: nullableText,
  kind: z.enum(['api', 'database']),
  contractFile: nullableText,
  checkEvery: z.int().min(1),
  version: nullableText,
  previousVersion: nullableText,
  breakingChanges: z.enum(['none', 'allowed', 'with-major-version']).nullable(),
  schemaFile: nullableText,
  migrations: nullableText,
  tables: texts,
});

const requiredService = z.object({
  image: z.string(),
  tag: nullableText,
  digest: nullableText,
  ports: z.array(z.int()),
  note: nullableText,
  reference: z.string(),
  line: z.int(),
  column: z.int(),
});

const sections = z.object({
  scope: z
    .object({
      description: nullableText,
      components: z.array(
        z.object({ name: z.string(), version: nullableText, note: nullableText }),
      ),
      integrationPoints: texts,
    })
    .nullable(),
  performanceBenchmarks: performanceBenchmarks.nullable(),
  apiContracts: z.array(contract).nullable(),
  environmentRequirements: z
    .object({
      services: z.array(requiredService),
      composeFile: nullableText,
      configFiles: texts,
      testDataFixtures: texts,
      fixtures: z.array(
        z.object({
          file: z.string(),
          service: nullableText,
          line: z.int(),
          column: z.int(),
        }),
      ),
      environment: nullableText,
      secrets: nullableText,
      network: nullableText,
      volumes: texts,
    })
    .nullable(),
  dependencies: z.object({ workItems: texts, services: texts }).nullable(),
  acceptanceCriteria: z
    .array(z.object({ group: nullableText, text: z.string(), done: z.boolean() }))
    .nullable(),
  testDirectory: nullableText,
});

/** A parsed spec, as `seatrial spec parse --json` prints it. */
export const specificationSchema = z.object({
  file: z.string(),
  title: z.string(),
  type: z.enum(WORK_ITEM_TYPES).nullable(),
  workItem: nullableText,
  requirements: z.array(z.object({ id: z.string(), title: z.string(), source: position })),
  background: background.nullable(),
  scenarios: z.array(scenario),
  sections: sections.nullable(),
  diagnostics: z.array(diagnostic),
  remarks: z.array(diagnostic),
});

/** Fails to compile when a type and its schema name different keys. */
type SameKeys<Left, Right> = [keyof Left, keyof Right] extends [keyof Right, keyof Left]
  ? true
  : never;
true satisfies SameKeys<Specification, z.infer<typeof specificationSchema>>;
true satisfies SameKeys<Scenario, z.infer<typeof scenario>>;
true satisfies SameKeys<ScenarioBlock, z.infer<typeof block>>;
true satisfies SameKeys<Background, z.infer<typeof background>>;
true satisfies SameKeys<IntegrationSections, z.infer<typeof sections>>;
true satisfies SameKeys<ContractSection, z.infer<typeof contract>>;
true satisfies SameKeys<RequiredService, z.infer<typeof requiredService>>;

/** The JSON Schema of what `seatrial spec parse --json` prints. */
export function specJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(specificationSchema), title: 'Seatrial: a parsed spec' };
}
