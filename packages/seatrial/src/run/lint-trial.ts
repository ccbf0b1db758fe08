import { readProjectCompose } from '../environment/read-project-compose.ts';
import type { Diagnostic } from '../evidence/index.ts';
import { SeatrialError } from '../evidence/index.ts';
import { makePlan } from '../plan/index.ts';
import type { Project } from '../project/index.ts';
import { lintProject, openProject } from '../project/index.ts';
import type { SpecificationsReading } from '../spec/index.ts';
import { readSpecifications } from '../spec/index.ts';

/** Everything that is to be said about the inputs of a trial. */
export interface TrialLint {
  readonly specifications: number;
  readonly scenarios: number;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads config, work items, Compose file and specs as a trial would, and collects what is wrong instead
 * of stopping at the first file. Starts nothing.
 *
 * @throws {SeatrialError} `PROJECT_NOT_FOUND`
 */
export async function lintTrial(from: string, env: NodeJS.ProcessEnv): Promise<TrialLint> {
  const project = await openProject(from);
  const reading = await readSpecifications(project);
  const compose = lintCompose(project, env);
  const found = [
    ...lintProject(project),
    ...project.diagnostics,
    ...reading.diagnostics,
    ...reading.specifications.flatMap(({ diagnostics }) => diagnostics),
    ...compose.diagnostics,
  ];
  return {
    specifications: reading.specifications.length,
    scenarios: reading.specifications.flatMap(({ scenarios }) => scenarios).length,
    diagnostics: found.some(({ severity }) => severity === 'error')
      ? found
      : [...found, ...lintPlan(project, reading, compose.services)],
  };
}

interface ComposeLint {
  readonly services: readonly string[] | null;
  readonly diagnostics: readonly Diagnostic[];
}

function lintCompose(project: Project, env: NodeJS.ProcessEnv): ComposeLint {
  try {
    const model = readProjectCompose(project, env, project.config.trial.profiles);
    if (model === null) return { services: null, diagnostics: [] };
    return { services: [...model.services.keys()], diagnostics: model.warnings };
  } catch (error) {
    if (!(error instanceof SeatrialError)) throw error;
    return { services: null, diagnostics: error.diagnostics };
  }
}

/** What only shows when everything is put together: a step that names a service nobody runs. */
function lintPlan(
  project: Project,
  specifications: SpecificationsReading,
  composeServices: readonly string[] | null,
): readonly Diagnostic[] {
  try {
    makePlan({ project, specifications, composeServices });
    return [];
  } catch (error) {
    if (error instanceof SeatrialError && error.code === 'INPUT_INVALID') return error.diagnostics;
    throw error;
  }
}
