import type { ConfigFile } from './config-schema.ts';
import { firstDefined, toMs } from './first-defined.ts';
import type { GatesConfig } from './gates-config.ts';

type RawIntegration = NonNullable<ConfigFile['integration_tests']>;

/**
 * The integration gate was configured in three places; they are merged key by key, each first brought
 * to the canonical names, so that an alias in one place and its canonical name in another still meet.
 */
export function normaliseIntegration(
  file: ConfigFile,
): Pick<GatesConfig, 'integrationTests' | 'integrationDocumentation'> {
  const gates = file.quality_gates;
  const places = [gates?.integration_tests, gates?.integration, file.integration_tests];
  const levels = places.filter((place) => place !== undefined);
  return {
    integrationTests: { ...gateKeys(levels), ...performance(levels), ...contracts(levels) },
    integrationDocumentation: documentation(gates?.integration_documentation, levels),
  };
}

/** The value of the first level that has one. */
function pick<Value>(
  levels: readonly RawIntegration[],
  fallback: Value,
  ...read: readonly ((level: RawIntegration) => Value | undefined)[]
): Value {
  const values = levels.map((level) =>
    firstDefined<Value | undefined>(...read.map((one) => one(level)), undefined),
  );
  return firstDefined(...values, fallback);
}

type Integration = GatesConfig['integrationTests'];

function gateKeys(
  levels: readonly RawIntegration[],
): Pick<
  Integration,
  | 'enabled'
  | 'required'
  | 'timeoutMs'
  | 'command'
  | 'environmentValidation'
  | 'composeFile'
  | 'healthCheckTimeoutMs'
  | 'testDataFixtures'
  | 'parallelExecution'
> {
  return {
    enabled: pick(levels, true, (level) => level.enabled),
    required: pick(levels, true, (level) => level.required),
    timeoutMs: toMs(
      pick<number | undefined>(levels, undefined, (level) => level.timeout),
      null,
    ),
    command: pick<string | null>(levels, null, (level) => level.command),
    environmentValidation: pick(levels, true, (level) => level.environment_validation),
    composeFile: pick<string | null>(levels, null, (level) => level.docker_compose_file),
    healthCheckTimeoutMs: pick(levels, 300, (level) => level.health_check_timeout) * 1000,
    testDataFixtures: pick(levels, true, (level) => level.test_data_fixtures),
    parallelExecution: pick(levels, true, (level) => level.parallel_execution),
  };
}

function performance(
  levels: readonly RawIntegration[],
): Pick<
  Integration,
  | 'performanceEnabled'
  | 'performanceRequired'
  | 'regressionThresholdShare'
  | 'baselineStorage'
  | 'loadTestTool'
  | 'metrics'
> {
  const benchmarks = (level: RawIntegration) => level.performance_benchmarks;
  return {
    performanceEnabled: pick(
      levels,
      true,
      (level) => level.performance_enabled,
      (level) => benchmarks(level)?.enabled,
    ),
    performanceRequired: pick(
      levels,
      true,
      (level) => level.performance_required,
      (level) => benchmarks(level)?.required,
    ),
    regressionThresholdShare: pick(
      levels,
      0.1,
      (level) => level.regression_threshold,
      (level) => benchmarks(level)?.regression_threshold,
    ),
    baselineStorage: pick(
      levels,
      '.session/tracking/performance_baselines.json',
      (level) => benchmarks(level)?.baseline_storage,
    ),
    loadTestTool: pick(levels, 'wrk', (level) => benchmarks(level)?.load_test_tool),
    metrics: pick(
      levels,
      ['response_time', 'throughput', 'resource_usage'],
      (level) => benchmarks(level)?.metrics,
    ),
  };
}

function contracts(
  levels: readonly RawIntegration[],
): Pick<
  Integration,
  | 'contractsEnabled'
  | 'contractsRequired'
  | 'contractFormat'
  | 'breakingChangeDetection'
  | 'versionStorage'
> {
  const api = (level: RawIntegration) => level.api_contracts;
  return {
    contractsEnabled: pick(
      levels,
      true,
      (level) => level.contracts_enabled,
      (level) => api(level)?.enabled,
    ),
    contractsRequired: pick(
      levels,
      true,
      (level) => level.contracts_required,
      (level) => api(level)?.required,
      (level) => api(level)?.fail_on_breaking_changes,
    ),
    contractFormat: pick(levels, 'openapi', (level) => api(level)?.contract_format),
    breakingChangeDetection: pick(levels, true, (level) => api(level)?.breaking_change_detection),
    versionStorage: pick(
      levels,
      '.session/tracking/api_contracts/',
      (level) => api(level)?.version_storage,
    ),
  };
}

type RawDocumentation = NonNullable<ConfigFile['quality_gates']>['integration_documentation'];

function documentation(
  canonical: RawDocumentation,
  levels: readonly RawIntegration[],
): GatesConfig['integrationDocumentation'] {
  const older = (level: RawIntegration) => level.documentation;
  return {
    enabled: firstDefined(
      canonical?.enabled,
      pick(levels, true, (level) => older(level)?.enabled),
    ),
    requireArchitectureDiagram: firstDefined(
      canonical?.require_architecture_diagram,
      pick(levels, true, (level) => older(level)?.architecture_diagrams),
    ),
    requireSequenceDiagrams: firstDefined(
      canonical?.require_sequence_diagrams,
      pick(levels, true, (level) => older(level)?.sequence_diagrams),
    ),
    requireApiContracts: firstDefined(
      canonical?.require_api_contracts,
      pick(levels, true, (level) => older(level)?.contract_documentation),
    ),
    requirePerformanceBaseline: firstDefined(
      canonical?.require_performance_baseline,
      pick(levels, true, (level) => older(level)?.performance_baseline_docs),
    ),
    requireIntegrationPoints: canonical?.require_integration_points ?? true,
  };
}
