/**
 * The services' own start, as a floor: every command spawned the moment that what it waits for is ready, its check
 * asked again soon after every answer. No driver can be much faster than this. Arguments: case and folder, JSON.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { reserveFreePort } from '../../../packages/environment/src/native/loopback-port.ts';
import type { Case } from '../cases.ts';
import { stepsOf } from './steps.ts';
import type { Step } from './steps.ts';

/** Without a pause the checks would take the cores from the services that they wait for. */
const PAUSE_MS = 10;

const { one, folder } = JSON.parse(process.argv[2] ?? '') as { one: Case; folder: string };
const free: number[] = [];
for (let count = 0; count < 10; count += 1) free.push(await reserveFreePort());
const steps = stepsOf({ case: one, folder, port: () => free.pop() ?? 0 });
const running = new Map<Step, ChildProcess>();
// However it ends, nothing is left: on SIGTERM, and by an error.
process.once('SIGTERM', () => process.exit(1));
process.once('exit', () => {
  for (const child of running.values()) child.kill('SIGKILL');
});

const startedMs = performance.now();
const ready = new Map<string, PromiseWithResolvers<void>>(
  steps.map(({ name }) => [name, Promise.withResolvers<void>()]),
);
await Promise.all(steps.map(bringUp));
const readyMs = performance.now();
await Promise.all([...running].map(([step, child]) => takeDown(step, child)));
const took = { upMs: readyMs - startedMs, downMs: performance.now() - readyMs };
process.stdout.write(JSON.stringify(took));

async function bringUp(step: Step): Promise<void> {
  await Promise.all(step.after.map(async (name) => ready.get(name)?.promise));
  for (const command of step.before ?? []) await toItsEnd(command, step);
  if (step.check === undefined) {
    await toItsEnd(step.command, step);
  } else {
    running.set(step, begin(step.command, step));
    while ((await exitOf(begin(step.check, {}))) !== 0) await delay(PAUSE_MS);
  }
  ready.get(step.name)?.resolve();
}

async function takeDown(step: Step, child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(step.stopSignal ?? 'SIGTERM');
  await ended;
}

async function toItsEnd(command: readonly string[], step: Step): Promise<void> {
  const code = await exitOf(begin(command, step));
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}`);
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

function begin(
  [program = '', ...args]: readonly string[],
  { env, uid }: Pick<Step, 'env' | 'uid'>,
): ChildProcess {
  return spawn(program, args, {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { PATH: process.env['PATH'] ?? '', ...env },
    ...(uid !== undefined && { uid, gid: uid }),
  });
}
