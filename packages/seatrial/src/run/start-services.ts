import { join } from 'node:path';

import type {
  ComposeModel,
  Fixture,
  NotProven,
  Reaper,
  StartedEnvironment,
} from '@seatrial/environment';
import { createEnvironment, EnvironmentError } from '@seatrial/environment';

import { inProject } from '../environment/in-project.ts';
import { createEnvironmentTranslator } from '../environment/translate-environment-event.ts';
import type { EventBody, EventLog } from '../evidence/index.ts';
import { failure, formatDiagnostic } from '../evidence/index.ts';
import { needsProxies } from '../plan/index.ts';
import type { Plan, PlannedCheck } from '../plan/index.ts';
import type { DriverChoice } from '../project/index.ts';
import { keptForResets } from './reset-services.ts';
import type { RunFolder } from './run-folder.ts';

/** What the services of a run are started with. */
export interface ServicesOptions {
  readonly plan: Plan;
  /** Null when no check needs services. */
  readonly compose: ComposeModel | null;
  readonly project: { readonly root: string };
  readonly folder: RunFolder;
  readonly startupTimeoutMs: number;
  readonly driver?: DriverChoice;
  /** What a fixture that does not exist means. */
  readonly missingFixtures: 'error' | 'warning';
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly reaper: Reaper;
}

/** The services of a run. */
export interface RunServices {
  /** Null when no check needs any, or when nothing here can run those that are needed. */
  readonly started: StartedEnvironment | null;
  /** What was left out because nothing here can run it; the checks that need it are skipped. */
  readonly notProven: ReadonlyMap<string, NotProven>;
}

/** Starts the services that the checks need. What went wrong is in the log when it answers `failed`. */
export async function startServices(
  own: readonly PlannedCheck[],
  options: ServicesOptions,
  log: Pick<EventLog, 'emit'>,
): Promise<RunServices | 'failed'> {
  const { compose, plan, folder, project, startupTimeoutMs, env, signal, reaper } = options;
  const { driver = 'native' } = options;
  const notProven = new Map<string, NotProven>();
  if (compose === null || !own.some((check) => check.needsEnvironment)) {
    return { started: null, notProven };
  }
  const translate = createEnvironmentTranslator(project.root);
  log.emit({ type: 'environment.starting', driver, services: plan.services });
  try {
    const started = await createEnvironment({
      compose,
      services: plan.services,
      directory: folder.path,
      deadlineMs: startupTimeoutMs,
      driver,
      edges: own.some(needsProxies) ? 'proxied' : 'direct',
      env,
      signal,
      reaper,
      fixtures: fixturesOf(options),
      resets: keptForResets(own),
      onEvent: (event) => {
        if (event.type === 'service-not-proven') notProven.set(event.service, event);
        const body = translate(event);
        if (body !== undefined) log.emit(body);
      },
    }).start();
    return { started, notProven };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    // Not one can run here: nothing has failed, and nothing is known.
    const isNothingLeft = plan.services.every((name) => notProven.has(name));
    if (isNothingLeft && notProven.size > 0) return { started: null, notProven };
    if (!signal.aborted) log.emit(environmentFailed(error, project.root));
    return 'failed';
  }
}

/** Listed from the project's root, which may not be the folder of the Compose file. */
function fixturesOf({ plan, project, missingFixtures }: ServicesOptions): readonly Fixture[] {
  return plan.fixtures.map(({ file, service, source }) => ({
    file,
    cwd: project.root,
    missing: missingFixtures,
    location: { ...source, file: join(project.root, source.file) },
    ...(service === null ? {} : { service }),
  }));
}

function environmentFailed(error: EnvironmentError, projectRoot: string): EventBody {
  const { code, service = null, logTail } = error;
  const faults = error.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map((diagnostic) => inProject(projectRoot, diagnostic));
  const [first] = faults;
  const { file, line = 1, column = 1, expected = null, seen = null } = first ?? {};
  const only = faults.length === 1 ? first : undefined;
  const why = failure(only?.message ?? faults.map(formatDiagnostic).join('\n'), {
    source: file === undefined ? null : { file, line, column },
    expected,
    seen,
    detail: [...(only?.hint === undefined ? [] : [only.hint]), ...logTail].join('\n') || null,
  });
  return { type: 'environment.failed', code, service, failure: why };
}
