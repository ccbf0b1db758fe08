import type { Reaper, StartedEnvironment } from '@seatrial/environment';

import type { Failure, Json, SourcePosition } from '../../evidence/index.ts';
import type { Background } from '../../spec/scenario/index.ts';
import type { TrafficLog } from '../contract/traffic.ts';
import type { Connections } from './connections.ts';
import type { Redaction } from './redaction.ts';
import type { ScenarioFaults } from './scenario-faults.ts';
import type { ScenarioScope } from './scope.ts';

/** How one step ended, with what it sent and saw. */
export type StepResult =
  | { readonly outcome: 'passed'; readonly evidence: Json }
  | { readonly outcome: 'failed' | 'error'; readonly failure: Failure; readonly evidence: Json };

/** What a step is waiting for, kept up to date so that a bound that runs out can say it. */
export interface Progress {
  /** Continues "waited 2 s for …". */
  awaiting: string;
  expected: string | null;
  /** The last thing seen; null when nothing came. */
  seen: string | null;
  source: SourcePosition;
  detail: string | null;
  /** What was sent and seen so far. */
  evidence: Json;
}

/** All that is shared by the steps of one scenario. */
export interface ScenarioRun {
  readonly environment: StartedEnvironment | null;
  readonly projectRoot: string;
  readonly reaper?: Reaper | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly background: Background | null;
  readonly scope: ScenarioScope;
  readonly redaction: Redaction;
  readonly connections: Connections;
  readonly faults: ScenarioFaults;
  /** Null where nobody listens. */
  readonly traffic: TrafficLog | null;
}

/** What one step gets. */
export interface StepRun extends ScenarioRun {
  /** Aborted when the bound of the step is over, or the run ends. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Of a body, a message or a command's output, as evidence. */
export const EVIDENCE_CHARACTERS = 4096;
