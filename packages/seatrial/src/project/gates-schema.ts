import { z } from 'zod';

const flag = z.boolean().optional();
const percent = z.number().min(0).max(100);
const commands = z.record(z.string(), z.string()).optional();

const gate = {
  enabled: flag,
  required: flag,
  timeout: z.int().min(1).optional().describe('Seconds.'),
  command: z.string().optional().describe('For whatever language the project has.'),
};

const testExecution = z.looseObject({
  ...gate,
  coverage_threshold: percent.optional().describe('Percent of lines.'),
  commands,
});
const codeStyle = z.looseObject({ ...gate, auto_fix: flag, commands });

const severity = z.enum(['critical', 'high', 'medium', 'moderate', 'low']);
const security = z.looseObject({
  ...gate,
  fail_on: severity.optional(),
  severity: severity.optional().describe('Alias of fail_on.'),
});

const documentation = z.looseObject({
  ...gate,
  check_changelog: flag,
  check_docstrings: flag,
  check_readme: flag,
});

export const context7 = z.looseObject({
  ...gate,
  important_libraries: z.array(z.string()).optional(),
});

export const customValidations = z.looseObject({
  rules: z.array(z.looseObject({})).optional(),
});

/** All three places an integration gate was ever configured in. */
export const integration = z.looseObject({
  ...gate,
  performance_required: flag,
  performance_enabled: flag,
  contracts_required: flag,
  contracts_enabled: flag,
  regression_threshold: z.number().positive().optional().describe('A share: 0.1 is ten percent.'),
  environment_validation: flag,
  docker_compose_file: z.string().optional(),
  health_check_timeout: z.number().positive().optional().describe('Seconds.'),
  test_data_fixtures: flag,
  parallel_execution: flag,
  performance_benchmarks: z
    .looseObject({
      enabled: flag,
      required: flag,
      regression_threshold: z.number().positive().optional(),
      baseline_storage: z.string().optional(),
      load_test_tool: z.string().optional(),
      metrics: z.array(z.string()).optional(),
    })
    .optional(),
  api_contracts: z
    .looseObject({
      enabled: flag,
      required: flag,
      contract_format: z.string().optional(),
      breaking_change_detection: flag,
      version_storage: z.string().optional(),
      fail_on_breaking_changes: flag,
    })
    .optional(),
  documentation: z
    .looseObject({
      enabled: flag,
      architecture_diagrams: flag,
      sequence_diagrams: flag,
      contract_documentation: flag,
      performance_baseline_docs: flag,
    })
    .optional(),
});

const integrationDocumentation = z.looseObject({
  enabled: flag,
  require_architecture_diagram: flag,
  require_sequence_diagrams: flag,
  require_api_contracts: flag,
  require_performance_baseline: flag,
  require_integration_points: flag,
});

const TIERS = [
  'minimal',
  'tier-1-essential',
  'tier-2-standard',
  'tier-3-comprehensive',
  'tier-4-production',
] as const;

/** `quality_gates` of every generation; a key of ours that is not named here is kept and ignored. */
export const qualityGates = z.looseObject({
  tier: z.enum(TIERS).optional(),
  coverage_threshold: percent.optional().describe('Read when test_execution has none.'),
  test_execution: testExecution.optional(),
  test: testExecution.optional().describe('Alias of test_execution.'),
  linting: codeStyle.optional(),
  lint: codeStyle.optional().describe('Alias of linting.'),
  formatting: codeStyle.optional(),
  format: codeStyle.optional().describe('Alias of formatting.'),
  security: security.optional(),
  documentation: documentation.optional(),
  context7: context7.optional(),
  custom_validations: customValidations.optional(),
  integration_tests: integration.optional(),
  integration: integration.optional().describe('Alias of integration_tests.'),
  integration_documentation: integrationDocumentation.optional(),
  spec_completeness: z.looseObject({ enabled: flag, required: flag }).optional(),
  deployment: z
    .looseObject({
      enabled: flag,
      integration_tests: z.looseObject({ enabled: flag }).optional(),
      security_scans: z.looseObject({ enabled: flag }).optional(),
    })
    .optional(),
});
