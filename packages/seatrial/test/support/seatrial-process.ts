import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { eventually } from './eventually.ts';

const BIN = fileURLToPath(new URL('../../bin/seatrial.js', import.meta.url));
/** A command line that hangs is a finding of its own, and must not hold up the others. */
const END_WITHIN_MS = 45_000;

export interface StartOptions {
  /** Added to the few variables that it is started with. */
  readonly env?: Readonly<Record<string, string>>;
  /** Relative to the project. */
  readonly directory?: string;
  /** What it reads from standard input, which is closed otherwise. */
  readonly input?: string;
  /** Options of Node itself. */
  readonly nodeOptions?: readonly string[];
}

/** How a command line ended. */
export interface Ended {
  /** As a shell would say it: 128 and more for a signal. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running command line. */
export interface SeatrialProcess {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Waits until standard output holds a text. */
  readonly says: (text: string) => Promise<void>;
  /** The same for standard error. */
  readonly complains: (text: string) => Promise<void>;
  /** Resolves after a time, or when it has ended before: to look at moments nothing tells of. */
  readonly livesFor: (timeMs: number) => Promise<void>;
  /** Closes our end of its standard output, as `| head -1` would. */
  readonly closeStdout: () => void;
  readonly hasEnded: () => boolean;
  readonly ended: () => Promise<Ended>;
}

const SIGNAL_NUMBERS: Readonly<Record<string, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };

/** Starts the real command line with an environment that has nothing of the test runner's. */
export function startSeatrial(
  root: string,
  argv: readonly string[],
  options: StartOptions = {},
): SeatrialProcess {
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), BIN, ...argv], {
    cwd: join(root, options.directory ?? '.'),
    env: { ...environmentIn(root), ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Who reads nothing is gone before it is written.
  child.stdin.on('error', () => child.stdin.destroy());
  child.stdin.end(options.input ?? '');
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const end = Promise.withResolvers<Ended>();
  child.on('error', end.reject);
  child.on('close', (code, signal) => {
    const exitCode = code ?? 128 + (SIGNAL_NUMBERS[signal ?? ''] ?? 0);
    end.resolve({ exitCode, stdout, stderr });
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('a spawned process has no id');
  return {
    pid,
    stdout: () => stdout,
    stderr: () => stderr,
    kill: (signal) => void child.kill(signal),
    says: async (text) => {
      await eventually(`stdout says ${JSON.stringify(text)}; it said ${stdout}${stderr}`, () =>
        stdout.includes(text) ? true : undefined,
      );
    },
    complains: async (text) => {
      await eventually(`stderr says ${JSON.stringify(text)}; it said ${stderr}${stdout}`, () =>
        stderr.includes(text) ? true : undefined,
      );
    },
    livesFor: async (timeMs) => {
      await Promise.race([delay(timeMs), end.promise]);
    },
    closeStdout: () => child.stdout.destroy(),
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    ended: async () => withinLimit(end.promise, argv),
  };
}

async function withinLimit(end: Promise<Ended>, argv: readonly string[]): Promise<Ended> {
  const tooLate = new AbortController();
  const limit = delay(END_WITHIN_MS, undefined, { signal: tooLate.signal }).then(
    () => {
      throw new Error(`seatrial ${argv.join(' ')} did not end within ${END_WITHIN_MS} ms`);
    },
    // Aborted: it ended in time, and the other promise has won.
    () => end,
  );
  try {
    return await Promise.race([end, limit]);
  } finally {
    tooLate.abort();
  }
}

function environmentIn(root: string): Record<string, string> {
  return {
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    HOME: root,
    TMPDIR: join(root, '.tmp'),
    LANG: 'C.UTF-8',
    // One cache for all tests; by default it would lie in TMPDIR, which must stay empty.
    NODE_COMPILE_CACHE: join(tmpdir(), 'seatrial-test-compile-cache'),
  };
}
