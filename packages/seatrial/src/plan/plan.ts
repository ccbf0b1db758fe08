import type { CheckDescription, Diagnostic, Requirement } from '../evidence/index.ts';
import type { Suite } from '../project/suite.ts';
import type { ListedFixture, ResetWish } from '../project/test-data.ts';
import type { Background, ContractSection, Scenario } from '../spec/index.ts';

/** What carrying out a check takes. */
export type CheckWork =
  | {
      readonly kind: 'scenario';
      readonly scenario: Scenario;
      readonly background: Background | null;
      /** The suite checks whose tests may prove it: all of them, or the one that `Proof:` points into. */
      readonly suites: readonly string[];
      /** What goes back to the state after the fixtures before it is carried out. */
      readonly reset: ResetWish;
    }
  | { readonly kind: 'suite'; readonly suite: Suite }
  | {
      readonly kind: 'contract';
      readonly contract: ContractSection;
      /** The service whose traffic is held against it; null when none can be told. */
      readonly service: string | null;
    }
  /** A section of a spec that cannot be checked yet; planned, so that nobody takes it for checked. */
  | { readonly kind: 'benchmark'; readonly section: string };

export interface PlannedCheck {
  readonly description: CheckDescription;
  readonly work: CheckWork;
  /** True when services must be running for it. */
  readonly needsEnvironment: boolean;
  /** The services it needs; what those depend on comes by itself. */
  readonly services: readonly string[];
  /** Ids of checks whose results it reads; they come earlier in the plan. */
  readonly after: readonly string[];
}

export interface Plan {
  readonly checks: readonly PlannedCheck[];
  readonly requirements: readonly Requirement[];
  /** The ids of all scenarios and requirements of the project, also of those that are not planned. */
  readonly declaredIds?: readonly string[];
  /** Absolute paths, each overlays the ones before it; empty when the project has none. */
  readonly composeFiles: readonly string[];
  /** The services that the checks need; their dependencies come by themselves. */
  readonly services: readonly string[];
  /** Brought into the services before the first check, in this order; each once. */
  readonly fixtures: readonly ListedFixture[];
  /** Warnings only: with errors there is no plan. */
  readonly warnings: readonly Diagnostic[];
}
