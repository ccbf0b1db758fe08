import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

import type { RunEvent, RunRecord } from '../../src/evidence/index.ts';
import { readEventLog, readOngoingLog } from '../../src/evidence/index.ts';
import { isListening } from '../scenario/serve.ts';
import { eventually } from './eventually.ts';
import type { SeatrialProcess, StartOptions } from './seatrial-process.ts';
import { startSeatrial } from './seatrial-process.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/cli/', import.meta.url));
/** After a SIGKILL the reaper needs a moment. */
const GONE_WITHIN_MS = 8_000;

/** A project in a temporary folder, and the command line inside it. */
export interface TrialProject {
  /** Absolute, without links. */
  readonly root: string;
  readonly read: (path: string) => string;
  readonly exists: (path: string) => boolean;
  readonly write: (path: string, text: string) => void;
  /** Starts `bin/seatrial.js` here; it is killed when the test ends. */
  readonly start: (argv: readonly string[], options?: StartOptions) => SeatrialProcess;
  /** Starts it and waits for its end. */
  readonly seatrial: (
    argv: readonly string[],
    options?: StartOptions,
  ) => ReturnType<SeatrialProcess['ended']>;
  /** The folder names of all runs, oldest first. */
  readonly runs: () => readonly string[];
  /** The log of the newest run. */
  readonly events: () => readonly RunEvent[];
  /** `run.json` of the newest run. */
  readonly record: () => RunRecord;
  /** Waits until the newest run's log of a service holds a text. */
  readonly serviceSays: (service: string, text: string) => Promise<void>;
  /** Waits until a file exists that a process of the project makes. */
  readonly file: (path: string) => Promise<void>;
  /** Waits until nothing of the project runs, listens or lies in a temporary folder. */
  readonly assertNothingLeft: () => Promise<void>;
}

/**
 * Writes a project. Beside the files of `files` it holds `web.mjs`, a service that misbehaves on request.
 * When the test ends, nothing that was started in it may be left; then the folder goes.
 */
export function trialProject(
  t: TestContext,
  files: Readonly<Record<string, string>>,
): TrialProject {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'seatrial-cli-')));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  cpSync(FIXTURES, root, { recursive: true });
  // What the command line leaves in the temporary folder of its user is seen here.
  mkdirSync(join(root, '.tmp'));
  for (const [path, text] of Object.entries(files)) write(path, text);
  const running: SeatrialProcess[] = [];
  const start: TrialProject['start'] = (argv, options) => {
    const process = startSeatrial(root, argv, options);
    running.push(process);
    return process;
  };
  t.after(async () => {
    for (const process of running) process.kill('SIGKILL');
    try {
      await assertNothingLeft(root);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
  const latest = (path: string): string => join(root, '.session', 'runs', 'latest', path);
  return {
    root,
    read: (path) => readFileSync(join(root, path), 'utf8'),
    exists: (path) => existsSync(join(root, path)),
    write,
    start,
    seatrial: (argv, options) => start(argv, options).ended(),
    runs: () => runsOf(root),
    events: () => readEventLog(latest('events.ndjson')),
    record: () => JSON.parse(readFileSync(latest('run.json'), 'utf8')) as RunRecord,
    serviceSays: async (service, text) => {
      await eventually(`${service} says ${JSON.stringify(text)}`, () => {
        const log = latest(`logs/${service}.log`);
        return existsSync(log) && readFileSync(log, 'utf8').includes(text) ? true : undefined;
      });
    },
    file: async (path) => {
      await eventually(`there is ${path}`, () => existsSync(join(root, path)) || undefined);
    },
    assertNothingLeft: async () => assertNothingLeft(root),
  };
}

async function assertNothingLeft(root: string): Promise<void> {
  try {
    await eventually(
      'no process of the project is left',
      () => (processesOf(root).length === 0 ? true : undefined),
      GONE_WITHIN_MS,
    );
  } catch (cause) {
    const left = processesOf(root);
    for (const { pid } of left) process.kill(pid, 'SIGKILL');
    throw new Error(`left running: ${JSON.stringify(left)}`, { cause });
  }
  for (const run of runsOf(root)) {
    const log = join(root, '.session', 'runs', run, 'events.ndjson');
    const events = existsSync(log) ? readOngoingLog(log) : [];
    for (const port of portsOf(events)) {
      // A moment of patience: a port that was given back may be somebody else's for a while.
      await eventually(
        `port ${port} of run ${run} answers no longer`,
        async () => !(await isListening(port)) || undefined,
        GONE_WITHIN_MS,
      );
    }
    // An environment that is kept by hand keeps its data for the next time.
    if (run === 'environment') continue;
    const volumes = join(root, '.session', 'runs', run, 'volumes');
    await eventually(`${volumes} is gone`, () => !existsSync(volumes) || undefined, GONE_WITHIN_MS);
  }
  const records = join(root, '.local', 'state', 'seatrial', 'running');
  await eventually(
    'nothing is recorded as running',
    () => !existsSync(records) || readdirSync(records).length === 0 || undefined,
    GONE_WITHIN_MS,
  );
  // Node keeps its cache of compiled code there on purpose, for the next process.
  const temporary = readdirSync(join(root, '.tmp')).filter((name) => name !== 'node-compile-cache');
  assert.deepEqual(temporary, [], 'files are left in the temporary folder');
}

function runsOf(root: string): readonly string[] {
  const folder = join(root, '.session', 'runs');
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return readdirSync(folder)
    .filter((name) => name !== 'latest' && !name.startsWith('.'))
    .toSorted();
}

function portsOf(events: readonly RunEvent[]): readonly number[] {
  return events.flatMap((event) =>
    event.type === 'service.started' ? Object.values(event.ports) : [],
  );
}

/** Living processes that stand in the project's folder or name it in their command line. */
function processesOf(root: string): readonly { pid: number; command: string }[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.flatMap((id) => {
    try {
      const command = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      const stands = readlinkSync(`/proc/${id}/cwd`).startsWith(root) || command.includes(root);
      return stands ? [{ pid: Number(id), command }] : [];
    } catch {
      // It ended while we looked, is a zombie, or belongs to somebody else.
      return [];
    }
  });
}
