/** What every quality gate has. */
export interface Gate {
  readonly enabled: boolean;
  readonly required: boolean;
  /** Null for no limit of its own. */
  readonly timeoutMs: number | null;
  /** Replaces the command of the project's language, whichever it is. */
  readonly command: string | null;
}

export interface CommandGate extends Gate {
  /** By language: `python`, `javascript`, `typescript`, … */
  readonly commands: Readonly<Record<string, string>>;
}

export type Severity = 'critical' | 'high' | 'medium' | 'low';

interface IntegrationGate extends Gate {
  readonly performanceEnabled: boolean;
  readonly performanceRequired: boolean;
  /** 0.1 lets a measurement get ten percent worse than its baseline. */
  readonly regressionThresholdShare: number;
  readonly baselineStorage: string;
  readonly loadTestTool: string;
  readonly metrics: readonly string[];
  readonly contractsEnabled: boolean;
  readonly contractsRequired: boolean;
  readonly contractFormat: string;
  readonly breakingChangeDetection: boolean;
  readonly versionStorage: string;
  readonly environmentValidation: boolean;
  readonly composeFile: string | null;
  readonly healthCheckTimeoutMs: number;
  readonly testDataFixtures: boolean;
  readonly parallelExecution: boolean;
}

/** `quality_gates` of any generation, complete. */
export interface GatesConfig {
  readonly tier: string | null;
  readonly testExecution: CommandGate & { readonly coverageThresholdPercent: number };
  readonly linting: CommandGate & { readonly autoFix: boolean };
  readonly formatting: CommandGate & { readonly autoFix: boolean };
  readonly security: Gate & { readonly failOn: Severity };
  readonly documentation: Gate & {
    readonly checkChangelog: boolean;
    readonly checkDocstrings: boolean;
    readonly checkReadme: boolean;
  };
  readonly context7: Gate & {
    /** Empty: every library counts as important. */
    readonly importantLibraries: readonly string[];
  };
  readonly customRules: readonly Readonly<Record<string, unknown>>[];
  readonly integrationTests: IntegrationGate;
  readonly integrationDocumentation: {
    readonly enabled: boolean;
    readonly requireArchitectureDiagram: boolean;
    readonly requireSequenceDiagrams: boolean;
    readonly requireApiContracts: boolean;
    readonly requirePerformanceBaseline: boolean;
    readonly requireIntegrationPoints: boolean;
  };
  readonly specCompleteness: { readonly enabled: boolean; readonly required: boolean };
  readonly deployment: {
    readonly enabled: boolean;
    readonly integrationTests: boolean;
    readonly securityScans: boolean;
  };
}
