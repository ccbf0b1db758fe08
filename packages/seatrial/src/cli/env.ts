import { join } from 'node:path';

import type { ServiceDeath, StartedEnvironment } from '@seatrial/environment';
import { createEnvironment } from '@seatrial/environment';

import { SeatrialError, suggest } from '../evidence/index.ts';
import { openProject } from '../project/index.ts';
import { clearLeftovers } from '../run/clear-leftovers.ts';
import { readProjectCompose } from '../run/read-project-compose.ts';
import type { EnvironmentDocument } from './documents.ts';
import { twoColumns } from './help.ts';
import type { Arguments, CommandIo, Verb } from './verb.ts';

const EXIT_ENVIRONMENT = 4;

export const envVerb: Verb = {
  name: 'env',
  summary: 'Start services of the Compose file without a trial, to work on them by hand.',
  positionals: 'up [service…]',
  options: {},
  details: [
    'Starts the services (all, or the named ones and what they depend on), says',
    'where each answers once all are ready, and stops them at Ctrl-C. Logs and',
    'volumes stay in .session/runs/environment/: a database is there next time.',
    '',
    'Exit codes: 0 stopped by Ctrl-C · 3 bad Compose file or usage',
    '            4 a service did not come up, or died',
  ].join('\n'),
  run: async (given, io) => env(given, io),
};

async function env(given: Arguments, io: CommandIo): Promise<number> {
  const [action = '', ...services] = given.positionals;
  if (action !== 'up') {
    const hint = suggest(action, ['up']);
    throw new SeatrialError('USAGE', `env: expected "up", got ${JSON.stringify(action)}`, { hint });
  }
  const project = await openProject(io.workingDirectory);
  const compose = readProjectCompose(project, io.env);
  if (compose === null) {
    throw new SeatrialError('INPUT_INVALID', 'this project has no Compose file', {
      hint: 'write a compose.yaml, or name it in trial.compose_file',
    });
  }
  const signal = io.interruption.takeOver();
  for (const { message } of await clearLeftovers()) io.stderr.write(`${message}\n`);
  await using started = await createEnvironment({
    compose,
    services,
    directory: join(project.root, '.session', 'runs', 'environment'),
    deadlineMs: project.config.trial.startupTimeoutMs,
    env: io.env,
    signal,
  }).start();
  io.stdout.write(given.flags.has('json') ? asJson(started) : asText(started));
  const death = await interruptionOrDeath(started, signal);
  if (death === null) return 0;
  const log = death.logTail.map((line) => `  ${line}`).join('\n');
  io.stderr.write(`service ${death.service} ended by itself; its last lines:\n${log}\n`);
  return EXIT_ENVIRONMENT;
}

/** Null when it was Ctrl-C. */
async function interruptionOrDeath(
  started: StartedEnvironment,
  signal: AbortSignal,
): Promise<ServiceDeath | null> {
  const { promise, resolve } = Promise.withResolvers<ServiceDeath | null>();
  const forget = started.onDeath(resolve);
  signal.addEventListener('abort', () => resolve(null), { once: true });
  // What happened between being ready and listening.
  const [early] = started.deaths;
  if (early !== undefined) resolve(early);
  if (signal.aborted) resolve(null);
  try {
    return await promise;
  } finally {
    forget();
  }
}

function asJson(started: StartedEnvironment): string {
  const services = [...started.services.values()].map((service) => {
    const { name, rung, pid, command, ports, logFile } = service;
    return { name, rung, pid, command, ports, logFile };
  });
  const document: EnvironmentDocument = { schemaVersion: 1, services };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function asText(started: StartedEnvironment): string {
  const rows = [...started.services.values()].map(({ name, ports, logFile }) => ({
    left: name,
    right: [...ports.map(({ hostPort }) => `127.0.0.1:${hostPort}`), logFile].join('  '),
  }));
  return [...twoColumns(rows), '', 'Ctrl-C stops them.', ''].join('\n');
}
