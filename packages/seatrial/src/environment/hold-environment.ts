import { rmSync } from 'node:fs';

import type { ComposeModel, StartedEnvironment } from '@seatrial/environment';
import { createEnvironment, EnvironmentError, startReaper } from '@seatrial/environment';

import type { EventLog, RunEvent } from '../evidence/index.ts';
import { openEventLog, SeatrialError } from '../evidence/index.ts';
import type { DriverChoice } from '../project/index.ts';
import { answerQuestions } from './answer-questions.ts';
import { enabledServices } from './enabled-services.ts';
import { makeEnvironmentFolder } from './environment-folder.ts';
import { amendHolder, claimEnvironment } from './holder-record.ts';
import type { HolderRecord } from './holder-record.ts';
import { inProject } from './in-project.ts';
import { createEnvironmentTranslator } from './translate-environment-event.ts';

/** What is to be held. */
export interface HoldOptions {
  readonly projectRoot: string;
  readonly compose: ComposeModel;
  /** With all they depend on; all enabled ones when empty. */
  readonly services: readonly string[];
  /** One deadline until all are ready. */
  readonly deadlineMs: number;
  readonly driver: DriverChoice;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted when it is to be given up while it starts. */
  readonly signal: AbortSignal;
  /** True for one that nobody watches: a service that nothing here can run then makes the start fail. */
  readonly background: boolean;
  readonly onEvent?: (event: RunEvent) => void;
}

/** Services that are ready; disposing stops them and takes the record away. */
export interface HeldEnvironment extends AsyncDisposable {
  readonly started: StartedEnvironment;
  readonly record: HolderRecord;
}

/**
 * Starts the environment that a project keeps running by hand and puts on record that this process holds it, so
 * that other commands find it.
 *
 * @throws {SeatrialError} `ENVIRONMENT_RUNNING`; `NOT_RECORDED` when other commands could not find it
 * @throws {EnvironmentError} what did not come up; by then nothing is left running
 */
export async function holdEnvironment(options: HoldOptions): Promise<HeldEnvironment> {
  const { projectRoot, services: requested, background, onEvent } = options;
  const folder = makeEnvironmentFolder(projectRoot);
  await using held = new AsyncDisposableStack();
  const reaper = held.use(await startReaper({ project: projectRoot }));
  const { id: holding, problem } = reaper.record;
  if (background && problem !== undefined) {
    // Nobody could find it again.
    const { message, hint = '' } = problem;
    throw new SeatrialError('NOT_RECORDED', message, { hint });
  }
  const claim = claimEnvironment(folder, { holding, background, requested });
  held.defer(() => rmSync(folder.holder, { force: true }));
  for (const earlier of [folder.events, folder.logs]) {
    rmSync(earlier, { recursive: true, force: true });
  }
  const log = held.use(openEventLog(folder.events, undefined, onEvent));
  const started = await start(options, { log, reaper, directory: folder.path });
  held.defer(async () => stop(started, log, projectRoot));
  if (background) refuseIncomplete(started);
  const door = held.use(await answerQuestions(started, reaper));
  const services = [...started.services.values()];
  const host = hostOf(started);
  const record = { ...claim, socket: door.path, host, services };
  amendHolder(folder, record);
  const whole = held.move();
  return { started, record, [Symbol.asyncDispose]: async () => whole.disposeAsync() };
}

/** The same for all services; null when none has a port. */
function hostOf(started: StartedEnvironment): string | null {
  const [first] = [...started.services.values()].filter(({ ports }) => ports.length > 0);
  return first === undefined ? null : started.address(first.name).host;
}

interface Means {
  readonly log: EventLog;
  readonly reaper: Awaited<ReturnType<typeof startReaper>>;
  readonly directory: string;
}

async function start(options: HoldOptions, means: Means): Promise<StartedEnvironment> {
  const { projectRoot, compose, services, deadlineMs, driver, env, signal } = options;
  const { log, reaper, directory } = means;
  const translate = createEnvironmentTranslator(projectRoot);
  const names = services.length > 0 ? services : enabledServices(compose);
  log.emit({ type: 'environment.starting', driver, services: names });
  return createEnvironment({
    compose,
    services,
    directory,
    deadlineMs,
    driver,
    env,
    signal,
    reaper,
    onEvent: (event) => {
      const body = translate(event);
      if (body !== undefined) log.emit(body);
    },
  }).start();
}

/** What could not be stopped is in the log before it is thrown: who asked for the stop is another process. */
async function stop(started: StartedEnvironment, log: EventLog, root: string): Promise<void> {
  try {
    await started.stop();
  } catch (error) {
    if (error instanceof EnvironmentError) {
      for (const diagnostic of error.diagnostics) {
        log.emit({ type: 'warning', diagnostic: inProject(root, diagnostic) });
      }
    }
    throw error;
  }
}

function refuseIncomplete({ notProven }: StartedEnvironment): void {
  const diagnostics = [...notProven.values()].map(({ service, reason, remedy }) => ({
    code: 'SERVICE_NOT_RUNNABLE',
    severity: 'error' as const,
    message: `service "${service}" cannot run here`,
    seen: reason,
    hint: remedy,
  }));
  const [first] = notProven.keys();
  if (first === undefined) return;
  throw new EnvironmentError('SERVICE_NOT_RUNNABLE', diagnostics, { service: first });
}
