import type { Diagnostic, Requirement, SourcePosition } from '../evidence/index.ts';
import type { WorkItemType } from '../project/work-item.ts';
import type { IntegrationSections } from './integration-sections.ts';
import type { Background, ScenarioBlock } from './scenario/block.ts';

/** How a scenario is shown to hold. */
export type Evidence =
  /** Its own executable block. */
  | { readonly form: 'steps'; readonly block: ScenarioBlock }
  /** `Proof: path > test name`: a test in a suite; without a name, every test of that file. */
  | {
      readonly form: 'proof';
      /** Relative to the project root, with forward slashes. */
      readonly path: string;
      readonly test: string | null;
      readonly source: SourcePosition;
    }
  /** Prose only: never proven by itself (a suite's test that names its id may still prove it). */
  | { readonly form: 'prose' };

/** A heading with an id token, and what stands below it up to the next one. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** From `Covers:` / `Requirements:` lines. */
  readonly requirements: readonly string[];
  /** False when a line `Required: no` stands below the heading. */
  readonly required: boolean;
  readonly setup: readonly string[];
  readonly actions: readonly string[];
  readonly expectedResults: readonly string[];
  /** What stands below `Description:`. */
  readonly description?: string;
  /** The source of a mermaid fence below the heading. */
  readonly sequenceDiagram?: string;
  readonly evidence: Evidence;
  readonly source: SourcePosition;
}

/** One spec file, read. */
export interface Specification {
  readonly file: string;
  readonly title: string;
  /** From the work item, else from the first heading (`# Integration Test: …`); null when neither says. */
  readonly type: WorkItemType | null;
  /** The work item that points at this file; null when none does. */
  readonly workItem: string | null;
  readonly requirements: readonly Requirement[];
  /** Runs before each scenario of this file. */
  readonly background: Background | null;
  readonly scenarios: readonly Scenario[];
  /** The structured sections of an integration-test spec; null when the file has none of them. */
  readonly sections: IntegrationSections | null;
  /** What stands in the way of planning this file. */
  readonly diagnostics: readonly Diagnostic[];
  /** What `spec lint` says besides: missing sections, unfilled placeholders, unreadable values. */
  readonly remarks: readonly Diagnostic[];
}
