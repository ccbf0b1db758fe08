import type { GatesConfig } from './gates-config.ts';
import type { Suite } from './suite.ts';
import type { ListedFixture, ResetWish } from './test-data.ts';

export const DRIVER_CHOICES = ['native', 'docker', 'auto'] as const;
/** What makes the services run. `auto`: a Docker Engine if one answers, else processes of this machine. */
export type DriverChoice = (typeof DRIVER_CHOICES)[number];

/** Our own key `trial`: how the project is taken on a sea trial. */
interface TrialConfig {
  /** As written, each overlays the ones before it; null when the file does not say. */
  readonly composeFiles: readonly string[] | null;
  /** Profiles that are switched on besides those in `COMPOSE_PROFILES`. */
  readonly profiles: readonly string[];
  readonly driver: DriverChoice;
  /** Bound of the whole run. */
  readonly timeoutMs: number;
  readonly checkTimeoutMs: number;
  /** Bound of bringing all services up. */
  readonly startupTimeoutMs: number;
  /** How often a failed check is repeated. */
  readonly retries: number;
  readonly suites: readonly Suite[];
  /** Applied before those of the specs. */
  readonly fixtures: readonly ListedFixture[];
  readonly missingFixtures: 'error' | 'warning';
  /** Before each scenario; a spec may say otherwise. */
  readonly reset: ResetWish;
}

export interface GitWorkflowConfig {
  readonly mode: 'pr' | 'local';
  readonly autoPush: boolean;
  readonly autoCreatePullRequest: boolean;
  readonly deleteBranchAfterMerge: boolean;
  readonly titleTemplate: string;
  readonly bodyTemplate: string | null;
}

export interface CurationConfig {
  readonly autoCurate: boolean;
  /** Sessions between two curations. */
  readonly frequency: number;
  readonly dryRun: boolean;
  readonly similarityThreshold: number;
  readonly containmentThreshold: number;
  readonly categories: readonly string[];
}

export interface DeploymentConfig {
  readonly checks: {
    readonly integrationTests: boolean;
    readonly securityScans: boolean;
    readonly environmentValidation: boolean;
  };
  readonly smokeTests: {
    readonly enabled: boolean;
    readonly timeoutMs: number;
    readonly retryCount: number;
  };
  readonly rollback: {
    readonly automatic: boolean;
    readonly onSmokeTestFailure: boolean;
    readonly onErrorThreshold: boolean;
    readonly errorThresholdPercent: number;
  };
  readonly environments: Readonly<
    Record<
      'staging' | 'production',
      { readonly autoDeploy: boolean; readonly requireApproval: boolean }
    >
  >;
}

/** `.session/config.json` of any generation in one form, with every default filled in. */
export interface ProjectConfig {
  readonly trial: TrialConfig;
  readonly gates: GatesConfig;
  readonly gitWorkflow: GitWorkflowConfig;
  readonly curation: CurationConfig;
  readonly session: { readonly autoCommit: boolean; readonly requireWorkItem: boolean };
  readonly deployment: DeploymentConfig;
}
