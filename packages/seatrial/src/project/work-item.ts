export const WORK_ITEM_TYPES = [
  'feature',
  'bug',
  'refactor',
  'security',
  'integration_test',
  'deployment',
] as const;
export type WorkItemType = (typeof WORK_ITEM_TYPES)[number];

export const WORK_ITEM_STATUSES = ['not_started', 'in_progress', 'blocked', 'completed'] as const;
type WorkItemStatus = (typeof WORK_ITEM_STATUSES)[number];

/** A stretch of work on an item; the older vocabularies are read into this one. */
export interface WorkItemSession {
  readonly number: number;
  /** As written, with or without a zone; null when the file does not say. */
  readonly startedAt: string | null;
  readonly notes: string | null;
}

export interface WorkItemGit {
  readonly branch: string | null;
  readonly parentBranch: string | null;
  readonly status: string | null;
  readonly commits: readonly { readonly sha: string; readonly message: string | null }[];
  readonly pullRequestUrl: string | null;
}

/** The structured fields of the seed era; from phase 5.7 on they live in the spec, which wins. */
interface StructuredFields {
  readonly testScenarios: unknown;
  readonly performanceBenchmarks: unknown;
  readonly apiContracts: unknown;
  readonly environmentRequirements: unknown;
  readonly scope: unknown;
}

/** One entry of `.session/tracking/work_items.json`, of whichever generation. */
export interface WorkItem {
  readonly id: string;
  /** Null when the file names a type that is not known. */
  readonly type: WorkItemType | null;
  readonly title: string;
  /** Null when the file names a status that is not known; `rawStatus` keeps the word. */
  readonly status: WorkItemStatus | null;
  readonly rawStatus: string;
  readonly priority: string | null;
  readonly urgent: boolean;
  readonly dependencies: readonly string[];
  readonly milestone: string | null;
  /** Relative to the project root; derived from the id when the file does not say. */
  readonly specFile: string;
  /** False when `specFile` was derived. */
  readonly specFileNamed: boolean;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly completedAt: string | null;
  readonly sessions: readonly WorkItemSession[];
  readonly git: WorkItemGit | null;
  readonly validationRules: readonly Readonly<Record<string, unknown>>[];
  readonly tags: readonly string[];
  readonly testDirectory: string | null;
  readonly structured: StructuredFields;
  /** Where the entry stands in `work_items.json`. */
  readonly line: number;
  readonly column: number;
}
