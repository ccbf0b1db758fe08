import type { Diagnostic } from '../evidence/index.ts';
import type { ConfigFile } from './config-schema.ts';
import { firstDefined, toMs } from './first-defined.ts';
import type { JsonDocument } from './json-document.ts';
import { normaliseGates } from './normalise-gates.ts';
import { normaliseSuites } from './normalise-suites.ts';
import { normaliseTestData } from './normalise-test-data.ts';
import type {
  CurationConfig,
  DeploymentConfig,
  GitWorkflowConfig,
  ProjectConfig,
} from './project-config.ts';
import type { Suite } from './suite.ts';

/**
 * Brings a config of any generation to the one form, defaults filled in by deep merge.
 *
 * @param document - where suites stand in the file; null when there is no file
 */
export function normaliseConfig(
  file: ConfigFile,
  document: JsonDocument | null,
): { readonly config: ProjectConfig; readonly diagnostics: readonly Diagnostic[] } {
  const { suites, diagnostics } = normaliseSuites(file.trial?.suites ?? [], document);
  const { session } = file;
  const config: ProjectConfig = {
    trial: trialConfig(file.trial, suites, document),
    gates: normaliseGates(file),
    gitWorkflow: gitWorkflow(file),
    curation: curation(file),
    session: {
      autoCommit: session?.auto_commit ?? false,
      requireWorkItem: session?.require_work_item ?? false,
    },
    deployment: deployment(file),
  };
  return { config, diagnostics };
}

function trialConfig(
  raw: ConfigFile['trial'],
  suites: readonly Suite[],
  document: JsonDocument | null,
): ProjectConfig['trial'] {
  return {
    composeFiles: raw?.compose_file === undefined ? null : [raw.compose_file].flat(),
    profiles: raw?.profiles ?? [],
    driver: raw?.driver ?? 'native',
    timeoutMs: toMs(raw?.timeout_seconds, 600_000),
    checkTimeoutMs: toMs(raw?.check_timeout_seconds, 60_000),
    startupTimeoutMs: toMs(raw?.startup_timeout_seconds, 60_000),
    retries: raw?.retries ?? 0,
    suites,
    ...normaliseTestData(raw, document),
  };
}

function gitWorkflow({ git_workflow: raw }: ConfigFile): GitWorkflowConfig {
  return {
    mode: raw?.mode ?? 'pr',
    autoPush: raw?.auto_push ?? true,
    autoCreatePullRequest: raw?.auto_create_pr ?? true,
    deleteBranchAfterMerge: raw?.delete_branch_after_merge ?? true,
    titleTemplate: raw?.pr_title_template ?? '{type}: {title}',
    bodyTemplate: raw?.pr_body_template ?? null,
  };
}

function curation({ curation: raw, learning }: ConfigFile): CurationConfig {
  return {
    autoCurate: raw?.auto_curate ?? false,
    frequency: firstDefined(raw?.frequency, learning?.auto_curate_frequency, 5),
    dryRun: raw?.dry_run ?? false,
    similarityThreshold: firstDefined(
      raw?.similarity_threshold,
      learning?.similarity_threshold,
      0.7,
    ),
    containmentThreshold: learning?.containment_threshold ?? 0.8,
    categories: raw?.categories ?? [],
  };
}

function deployment({ deployment: raw }: ConfigFile): DeploymentConfig {
  const { pre_deployment_checks: checks, smoke_tests: smoke, rollback, environments } = raw ?? {};
  return {
    checks: {
      integrationTests: firstDefined(checks?.integration_tests, true),
      securityScans: firstDefined(checks?.security_scans, true),
      environmentValidation: firstDefined(checks?.environment_validation, true),
    },
    smokeTests: {
      enabled: firstDefined(smoke?.enabled, true),
      timeoutMs: toMs(smoke?.timeout, 300_000),
      retryCount: firstDefined(smoke?.retry_count, 3),
    },
    rollback: {
      automatic: firstDefined(rollback?.automatic, true),
      onSmokeTestFailure: firstDefined(rollback?.on_smoke_test_failure, true),
      onErrorThreshold: firstDefined(rollback?.on_error_threshold, true),
      errorThresholdPercent: firstDefined(rollback?.error_threshold_percent, 5),
    },
    environments: {
      staging: policy(environments?.staging, { autoDeploy: true, requireApproval: false }),
      production: policy(environments?.production, { autoDeploy: false, requireApproval: true }),
    },
  };
}

type Policy = DeploymentConfig['environments']['staging'];

function policy(
  raw:
    | {
        readonly auto_deploy?: boolean | undefined;
        readonly require_approval?: boolean | undefined;
      }
    | undefined,
  defaults: Policy,
): Policy {
  return {
    autoDeploy: raw?.auto_deploy ?? defaults.autoDeploy,
    requireApproval: raw?.require_approval ?? defaults.requireApproval,
  };
}
