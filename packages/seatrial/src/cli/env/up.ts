import type { ServiceDeath } from '@seatrial/environment';

import type { HeldEnvironment } from '../../environment/index.ts';
import {
  clearLeftovers,
  environmentStatus,
  holdEnvironment,
  startHolder,
} from '../../environment/index.ts';
import type { Project } from '../../project/index.ts';
import { openProject } from '../../project/index.ts';
import { DRIVER_OPTION, driverOf } from '../driver-option.ts';
import type { Arguments, CommandIo, Verb } from '../verb.ts';
import { COMPOSE_OPTIONS, composeOf } from './compose-of.ts';
import { presentEnvironment } from './present-environment.ts';
import { showProgress } from './show-progress.ts';

const EXIT_ENVIRONMENT = 4;
const EXIT_INTERRUPTED = 130;

export const envUpVerb: Verb = {
  name: 'env up',
  summary: 'Start services of the Compose file without a trial, to work on them by hand.',
  positionals: '[service…]',
  options: {
    ...COMPOSE_OPTIONS,
    ...DRIVER_OPTION,
    wait: {
      type: 'boolean',
      summary: 'start in the background, and come back when all are ready',
    },
    detach: { type: 'boolean', short: 'd', summary: 'the same as --wait' },
    keep: {
      type: 'boolean',
      summary: 'let the others run when a service dies; in the background they always do',
    },
  },
  details: [
    'Starts the services (all, or the named ones and what they depend on) and says',
    'where each answers once all are ready. Without --wait it stops them at Ctrl-C,',
    'or when another terminal says seatrial env down.',
    '',
    'With --wait, a service that does not come up, or that nothing here can run,',
    'ends the start with 4, its last log lines are shown, and nothing is left',
    'running. When the same services run already it says so and ends with 0.',
    '',
    'Progress goes to stderr. Logs and data stay in .session/runs/environment/: a',
    'database is there next time, until seatrial env down --volumes.',
    '',
    'Exit codes: 0 ready (--wait), or stopped · 3 bad Compose file or usage',
    '            4 a service did not come up, or died · 130 interrupted before',
    '            all were ready',
  ].join('\n'),
  run: async (given, io) => up(given, io),
};

async function up(given: Arguments, io: CommandIo): Promise<number> {
  const project = await openProject(io.workingDirectory);
  const inBackground = given.flags.has('wait') || given.flags.has('detach');
  if (inBackground && runsAlready(project, given.positionals)) {
    if (!given.flags.has('json')) io.stderr.write('these services run already\n');
    presentEnvironment(statusOf(project), given, io);
    return 0;
  }
  const signal = io.interruption.takeOver();
  for (const { message } of await clearLeftovers()) io.stderr.write(`${message}\n`);
  try {
    return await (inBackground ? startAndLeave : startAndStay)({ project, given, signal }, io);
  } catch (error) {
    if (!signal.aborted) throw error;
    io.stderr.write('interrupted; what had been started was stopped\n');
    return EXIT_INTERRUPTED;
  }
}

function statusOf(project: Project): ReturnType<typeof environmentStatus> {
  return environmentStatus(project.root, new Date());
}

/** Whether a start could add nothing: the named services are up, or all were asked for before. */
function runsAlready(project: Project, asked: readonly string[]): boolean {
  const { state, requested, services } = statusOf(project);
  const isUp = (name: string): boolean =>
    services.some((one) => one.name === name && one.state !== 'died');
  if (state !== 'running' || !services.every(({ name }) => isUp(name))) return false;
  return asked.length === 0 ? requested.length === 0 : asked.every(isUp);
}

interface Start {
  readonly project: Project;
  readonly given: Arguments;
  readonly signal: AbortSignal;
}

async function startAndLeave({ project, given, signal }: Start, io: CommandIo): Promise<number> {
  // What is wrong with the file is said before any process is started.
  const { composeFiles, profiles } = composeOf(project, given, io);
  const request = {
    projectRoot: project.root,
    composeFiles,
    profiles,
    driver: driverOf(given, project),
    services: given.positionals,
    deadlineMs: project.config.trial.startupTimeoutMs,
  };
  const progress = showProgress(given, io);
  try {
    await startHolder(request, { env: io.env, signal, onEvent: progress.onEvent });
  } finally {
    progress[Symbol.dispose]();
  }
  presentEnvironment(statusOf(project), given, io);
  return 0;
}

async function startAndStay(start: Start, io: CommandIo): Promise<number> {
  const { project, given, signal } = start;
  await using held = await hold(start, io);
  presentEnvironment(statusOf(project), given, io);
  if (!given.flags.has('json')) io.stdout.write('\nCtrl-C stops them.\n');
  const death = await interruptionOrDeath(held, signal, given.flags.has('keep'));
  if (death === null) return 0;
  const log = death.logTail.map((line) => `  ${line}`).join('\n');
  io.stderr.write(`service ${death.service} ended by itself; its last lines:\n${log}\n`);
  return EXIT_ENVIRONMENT;
}

async function hold({ project, given, signal }: Start, io: CommandIo): Promise<HeldEnvironment> {
  using progress = showProgress(given, io);
  return await holdEnvironment({
    projectRoot: project.root,
    compose: composeOf(project, given, io).compose,
    driver: driverOf(given, project),
    services: given.positionals,
    deadlineMs: project.config.trial.startupTimeoutMs,
    env: io.env,
    signal,
    background: false,
    onEvent: progress.onEvent,
  });
}

/** Null when it was Ctrl-C, or somebody else who asked for the stop. */
async function interruptionOrDeath(
  { started }: HeldEnvironment,
  signal: AbortSignal,
  keep: boolean,
): Promise<ServiceDeath | null> {
  const { promise, resolve } = Promise.withResolvers<ServiceDeath | null>();
  const forget = keep ? () => undefined : started.onDeath(resolve);
  signal.addEventListener('abort', () => resolve(null), { once: true });
  // What happened between being ready and listening.
  const [early] = started.deaths;
  if (early !== undefined && !keep) resolve(early);
  if (signal.aborted) resolve(null);
  try {
    return await promise;
  } finally {
    forget();
  }
}
