import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { text } from 'node:stream/consumers';

import type { ServiceCommand } from '@seatrial/environment';

import { askHolder } from '../../environment/index.ts';
import { SeatrialError } from '../../evidence/index.ts';
import { openProject } from '../../project/index.ts';
import type { EnvironmentExecDocument } from '../documents.ts';
import type { Arguments, CommandIo, Verb } from '../verb.ts';

/** As a shell says it. */
const EXIT_NOT_FOUND = 127;
const SIGNALED = 128;

export const envExecVerb: Verb = {
  name: 'env exec',
  summary: 'Run a command as if it were inside a service, and end with its exit code.',
  positionals: '<service> [--] <command…>',
  passesOn: true,
  options: {},
  details: [
    'The command gets the variables, the folder and the PATH of the service; names',
    'of services and their ports mean what they mean to the service. Input, output',
    'and Ctrl-C are those of this terminal. Options of seatrial come before the',
    'service; with --json the output of the command is in the document.',
    '',
    'Examples:',
    '  seatrial env exec db -- psql -c "select 1"',
    '  seatrial env exec web env',
    '',
    'Exit codes: that of the command (128 and more: ended by a signal, 127: there',
    '            is no such command) · 3 bad usage · 4 the environment is not up',
  ].join('\n'),
  run: async (given, io) => exec(given, io),
};

async function exec(given: Arguments, io: CommandIo): Promise<number> {
  const [service, ...command] = given.positionals;
  if (service === undefined || command.length === 0) {
    throw new SeatrialError('USAGE', 'env exec needs a service and a command', {
      hint: 'as in: seatrial env exec web -- env',
    });
  }
  const project = await openProject(io.workingDirectory);
  const asJson = given.flags.has('json');
  const isTerminal = process.stdin.isTTY && io.stdout.isTTY && !asJson;
  const attachment = { input: true, terminal: isTerminal };
  const inside = await askHolder(project.root, { service, command, attachment });
  const ended = await runInside(inside, asJson, io);
  if (!asJson) return ended.exitCode;
  const document: EnvironmentExecDocument = { schemaVersion: 1, service, command, ...ended };
  io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  return ended.exitCode;
}

interface Ended {
  readonly exitCode: number;
  readonly signal: string | null;
  /** Empty unless they were to be taken in. */
  readonly stdout: string;
  readonly stderr: string;
}

async function runInside(inside: ServiceCommand, takeIn: boolean, io: CommandIo): Promise<Ended> {
  const [program = '', ...args] = inside.command;
  const { TERM } = io.env;
  using forwarding = new DisposableStack();
  // Before the command runs, so that there is no moment in which a signal would miss it.
  const early: NodeJS.Signals[] = [];
  let send = (name: NodeJS.Signals): void => void early.push(name);
  forwarding.use(forwardSignals((name) => send(name), io));
  const child = spawn(program, args, {
    cwd: inside.cwd,
    env: { ...(TERM === undefined ? {} : { TERM }), ...inside.env },
    stdio: ['inherit', takeIn ? 'pipe' : 'inherit', takeIn ? 'pipe' : 'inherit'],
  });
  send = (name) => void child.kill(name);
  early.forEach(send);
  const output = Promise.all(
    [child.stdout, child.stderr].map(async (one) => (one ? text(one) : '')),
  );
  const { promise, resolve } = Promise.withResolvers<Omit<Ended, 'stdout' | 'stderr'>>();
  child.once('error', (error: NodeJS.ErrnoException) => {
    io.stderr.write(`cannot run ${JSON.stringify(program)} in ${inside.cwd}: ${error.message}\n`);
    resolve({ exitCode: EXIT_NOT_FOUND, signal: null });
  });
  child.once('close', (code, signal) => {
    const number = signal === null ? 0 : constants.signals[signal];
    resolve({ exitCode: code ?? SIGNALED + number, signal });
  });
  const ended = await promise;
  const [stdout = '', stderr = ''] = await output;
  return { ...ended, stdout, stderr };
}

/**
 * The command decides what Ctrl-C means. A terminal sends it to the command as well, so it is handed on only where
 * there is none.
 */
function forwardSignals(send: (name: NodeJS.Signals) => void, io: CommandIo): Disposable {
  const onInterrupt = (): void => {
    if (!process.stdin.isTTY) send('SIGINT');
  };
  const handlers = [
    ['SIGINT', onInterrupt],
    ['SIGTERM', () => send('SIGTERM')],
    ['SIGHUP', () => send('SIGHUP')],
  ] as const;
  for (const [name, handler] of handlers) process.on(name, handler);
  // Afterwards: a signal that comes while nobody listens is lost, or ends us and not the command.
  io.interruption[Symbol.dispose]();
  return {
    [Symbol.dispose]: () => {
      for (const [name, handler] of handlers) process.off(name, handler);
    },
  };
}
