import { z } from 'zod';

import { context7, customValidations, integration, qualityGates } from './gates-schema.ts';
import { DRIVER_CHOICES } from './project-config.ts';
import { RUNNERS } from './suite.ts';

const flag = z.boolean().optional();
const seconds = z.number().positive().describe('Seconds.').optional();
const share = z.number().min(0).max(1).optional();

const suite = z.looseObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'letters, digits, dot, dash, underscore'),
  runner: z.enum(RUNNERS),
  directory: z.string().optional().describe('From the project root; default the root itself.'),
  files: z.array(z.string()).optional().describe('Files or patterns given to the runner.'),
  command: z
    .union([z.string().min(1), z.array(z.string()).min(1)])
    .optional()
    .describe("Replaces the runner's usual command; needed for junit."),
  report: z.string().optional().describe('Glob of the XML files, from directory; junit only.'),
  required: flag,
  timeout_seconds: seconds,
  environment: flag.describe('True when the services must run while the suite does.'),
});

const fixture = z.union([
  z.string().min(1),
  z.looseObject({ file: z.string().min(1), service: z.string().min(1).optional() }),
]);
const fixtures = z
  .union([
    z.literal('warn'),
    z.array(fixture),
    z.looseObject({
      files: z.array(fixture).optional(),
      missing: z.enum(['error', 'warn']).optional(),
    }),
  ])
  .optional()
  .describe('Applied in order before the first check; "warn": a missing one is only a warning.');

const trial = z.looseObject({
  compose_file: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe('From the project root; in a list each file overlays the ones before it.'),
  profiles: z
    .array(z.string().min(1))
    .optional()
    .describe('Profiles of the Compose file that are switched on.'),
  driver: z
    .enum(DRIVER_CHOICES)
    .optional()
    .describe('What makes the services run: native (default), docker, or auto.'),
  timeout_seconds: seconds,
  check_timeout_seconds: seconds,
  startup_timeout_seconds: seconds,
  retries: z.int().min(0).max(10).optional(),
  fixtures,
  reset: z
    .union([z.boolean(), z.array(z.string().min(1))])
    .optional()
    .describe('What goes back to the state after the fixtures before each scenario.'),
  suites: z.array(suite).optional(),
});

const gitWorkflow = z.looseObject({
  mode: z.enum(['pr', 'local']).optional(),
  auto_push: flag,
  auto_create_pr: flag,
  delete_branch_after_merge: flag,
  pr_title_template: z.string().optional(),
  pr_body_template: z.string().optional(),
});

const curation = z.looseObject({
  auto_curate: flag,
  frequency: z.int().min(1).optional(),
  dry_run: flag,
  similarity_threshold: share,
  categories: z.array(z.string()).optional(),
});

const learning = z.looseObject({
  auto_curate_frequency: z.int().min(1).optional(),
  similarity_threshold: share,
  containment_threshold: share,
});

const environmentPolicy = z.looseObject({ auto_deploy: flag, require_approval: flag }).optional();

const deployment = z.looseObject({
  pre_deployment_checks: z
    .looseObject({ integration_tests: flag, security_scans: flag, environment_validation: flag })
    .optional(),
  smoke_tests: z
    .looseObject({ enabled: flag, timeout: seconds, retry_count: z.int().min(0).optional() })
    .optional(),
  rollback: z
    .looseObject({
      automatic: flag,
      on_smoke_test_failure: flag,
      on_error_threshold: flag,
      error_threshold_percent: z.number().min(0).max(100).optional(),
    })
    .optional(),
  environments: z
    .looseObject({ staging: environmentPolicy, production: environmentPolicy })
    .optional(),
});

/** `.session/config.json` as people write it: all four generations, and our own `trial`. */
export const configFileSchema = z.looseObject({
  $schema: z.string().optional(),
  trial: trial.optional(),
  quality_gates: qualityGates.optional(),
  integration_tests: integration.optional(),
  custom_validations: customValidations.optional(),
  context7: context7.optional(),
  git_workflow: gitWorkflow.optional(),
  curation: curation.optional(),
  learning: learning.optional(),
  session: z.looseObject({ auto_commit: flag, require_work_item: flag }).optional(),
  deployment: deployment.optional(),
});

export type ConfigFile = z.infer<typeof configFileSchema>;

/** The JSON Schema of `.session/config.json`, made from the same code that reads it. */
export function configJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(configFileSchema, { io: 'input' }),
    title: 'Seatrial: .session/config.json',
  };
}
