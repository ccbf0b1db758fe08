/** A line of `Components:`. */
export interface Component {
  readonly name: string;
  /** As written, a leading `v` kept; null when the line names none. */
  readonly version: string | null;
  readonly note: string | null;
}

export type Comparator = '<' | '<=' | '>' | '>=' | '~';

/** A value with what it is compared by; `comparator` is null when the line gives a bare value. */
export interface Bound {
  readonly comparator: Comparator | null;
  readonly value: number;
  readonly text: string;
}

export interface Rate {
  readonly comparator: Comparator | null;
  readonly perSecond: number;
  /** `requests`, or the noun of the application: `orders`. */
  readonly unit: string;
  /** True when the noun is not requests, so that a load generator does not measure it. */
  readonly application: boolean;
  readonly text: string;
}

export interface PerformanceBenchmarks {
  /** By percentile (`p50`, `p99.9`); milliseconds. */
  readonly responseTimesMs: Readonly<Record<string, Bound>>;
  /** By label in lower case: `minimum`, `target`, `maximum tested`. */
  readonly throughput: Readonly<Record<string, Rate>>;
  readonly resourceLimits: {
    /** 100 is one core, as `docker stats` counts, unless the text says otherwise. */
    readonly cpuPercent: Bound | null;
    readonly memoryBytes: Bound | null;
    readonly diskIoBytesPerSecond: Bound | null;
    /** Other lines, as written, by label. */
    readonly other: Readonly<Record<string, string>>;
  };
  readonly loadTest: {
    readonly rampUpSeconds: number | null;
    readonly sustainedSeconds: number | null;
    readonly rampDownSeconds: number | null;
    readonly scenarios: readonly { readonly name: string; readonly weight: number | null }[];
  };
  readonly endpoint: string | null;
  readonly loadTestDurationSeconds: number | null;
  readonly threads: number | null;
  readonly connections: number | null;
}

/** A contract between two components, or between a component and its database. */
export interface ContractSection {
  /** The label up to its colon, arrows as `→`. */
  readonly name: string;
  /** Where the block stands in its spec; both count from 1. */
  readonly line: number;
  readonly column: number;
  /** The Compose service that has to keep it; null when the block does not say. */
  readonly service: string | null;
  readonly kind: 'api' | 'database';
  readonly contractFile: string | null;
  readonly version: string | null;
  readonly previousVersion: string | null;
  /** Null when the block does not say. */
  readonly breakingChanges: 'none' | 'allowed' | 'with-major-version' | null;
  /** While the service is driven, the first and then every n-th exchange with an operation is checked. */
  readonly checkEvery: number;
  readonly schemaFile: string | null;
  readonly migrations: string | null;
  readonly tables: readonly string[];
}

/** `image[:tag][@digest] [(port n)] [- note]`, or the name of a Compose service. */
export interface RequiredService {
  readonly image: string;
  readonly tag: string | null;
  readonly digest: string | null;
  readonly ports: readonly number[];
  readonly note: string | null;
  /** `image:tag@digest` as written, what a Compose file is searched for. */
  readonly reference: string;
  readonly line: number;
  readonly column: number;
}

/** A file below `Test Data Fixtures:`. */
export interface RequiredFixture {
  /** From the project's root. */
  readonly file: string;
  /** From `(service db)`; null when the line does not say. */
  readonly service: string | null;
  readonly line: number;
  readonly column: number;
}

export interface EnvironmentRequirements {
  readonly services: readonly RequiredService[];
  readonly composeFile: string | null;
  readonly configFiles: readonly string[];
  /** The lines below the label, as written. */
  readonly testDataFixtures: readonly string[];
  /** The files that these lines name. */
  readonly fixtures: readonly RequiredFixture[];
  readonly environment: string | null;
  /** Where secrets come from, never their values. */
  readonly secrets: string | null;
  readonly network: string | null;
  readonly volumes: readonly string[];
}

export interface AcceptanceCriterion {
  /** The label above it (`Functional`); null when there is none. */
  readonly group: string | null;
  readonly text: string;
  readonly done: boolean;
}

/** The structured sections of an integration-test spec; null where the file has no such section. */
export interface IntegrationSections {
  readonly scope: {
    readonly description: string | null;
    readonly components: readonly Component[];
    readonly integrationPoints: readonly string[];
  } | null;
  readonly performanceBenchmarks: PerformanceBenchmarks | null;
  readonly apiContracts: readonly ContractSection[] | null;
  readonly environmentRequirements: EnvironmentRequirements | null;
  readonly dependencies: {
    readonly workItems: readonly string[];
    readonly services: readonly string[];
  } | null;
  readonly acceptanceCriteria: readonly AcceptanceCriterion[] | null;
  readonly testDirectory: string | null;
}
