import type { ComposeModel } from '@seatrial/environment';

import { enabledServices } from '../environment/enabled-services.ts';
import { readProjectCompose } from '../environment/read-project-compose.ts';
import type { Plan } from '../plan/index.ts';
import { makePlan } from '../plan/index.ts';
import type { Project } from '../project/index.ts';
import { openProject } from '../project/index.ts';
import type { SpecificationsReading } from '../spec/index.ts';
import { readSpecifications } from '../spec/index.ts';
import { databasesOf } from './databases-of.ts';

/** What a trial is made of, before anything has been started. */
export interface Trial {
  readonly project: Project;
  readonly compose: ComposeModel | null;
  readonly specifications: SpecificationsReading;
  readonly plan: Plan;
}

export interface TrialSelection {
  /** Work item ids or names of specs; empty for all. */
  readonly items?: readonly string[];
  /** Ids of checks, or patterns such as `INT-ST-*`; empty for all. */
  readonly only?: readonly string[];
  readonly shard?: { readonly index: number; readonly total: number } | null;
  readonly seed?: number | null;
}

/**
 * Reads the project that a folder belongs to, and plans. Starts nothing.
 *
 * @throws {SeatrialError} `PROJECT_NOT_FOUND`, `INPUT_INVALID`, `CHECK_NOT_FOUND`
 */
export async function prepareTrial(
  from: string,
  env: NodeJS.ProcessEnv,
  selection: TrialSelection = {},
): Promise<Trial> {
  const project = await openProject(from);
  const specifications = await readSpecifications(project);
  const compose = readProjectCompose(project, env, project.config.trial.profiles);
  const composeServices = compose === null ? null : [...compose.services.keys()];
  const plan = makePlan({
    project,
    specifications,
    composeServices,
    enabledServices: compose === null ? null : enabledServices(compose),
    databases: compose === null ? new Map() : databasesOf(compose),
    ...selection,
  });
  return { project, compose, specifications, plan };
}
