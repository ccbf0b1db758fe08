import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { removeLeftovers } from '../../src/index.ts';
import { makeChaosProject, writeCompose } from './chaos-project.ts';
import type { ChaosProject } from './chaos-project.ts';
import { isClean, lookForLeaks } from './look-for-leaks.ts';
import type { Leaks } from './look-for-leaks.ts';
import { seededRandom } from './seeded-random.ts';

export interface ChaosOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Every so many rounds a PostgreSQL server is among the services; 0 for never. */
  readonly postgresEvery: number;
  /** With it the services are containers of this image. */
  readonly image?: string;
  readonly onRound?: (line: string) => void;
}

/** What happened over all rounds. */
export interface ChaosReport {
  readonly killedWhileStarting: number;
  readonly killedWhenReady: number;
  readonly killedWithReaper: number;
  /** Records of killed holders that a later command found and removed; the others were the reapers' work. */
  readonly removedByNextCommand: number;
  /** Rounds after which something was left, with what it was. */
  readonly leaks: readonly { readonly round: number; readonly leaks: Leaks }[];
}

/** How a round ends. */
interface Blow {
  /** Counted from the services being ready, or from the start of the holder. */
  readonly from: 'ready' | 'start';
  readonly afterMs: number;
  readonly reaper: 'lives' | 'first' | 'after';
  /** Whether somebody cleans up and looks before the next round starts. */
  readonly isLookedAt: boolean;
}

const HOLDER = fileURLToPath(new URL('./holder.ts', import.meta.url));
/** A database is set up in this time, also on a busy machine. */
const READY_TIMEOUT_MS = 60_000;
const LONGEST_USE_MS = 300;

/**
 * Starts an environment, kills its holder at a random moment (often its reaper too), and starts it again, round by
 * round; then looks for whatever was left.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const project = makeChaosProject();
  try {
    return await new Chaos(project, options).run();
  } finally {
    rmSync(project.folder, { recursive: true, force: true });
  }
}

class Chaos {
  readonly #project: ChaosProject;
  readonly #options: ChaosOptions;
  readonly #random: () => number;
  readonly #ports = new Set<number>();
  readonly #leaks: { round: number; leaks: Leaks }[] = [];
  #counts = { killedWhileStarting: 0, killedWhenReady: 0, killedWithReaper: 0 };
  #removed = 0;

  constructor(project: ChaosProject, options: ChaosOptions) {
    this.#project = project;
    this.#options = options;
    this.#random = seededRandom(options.seed);
  }

  async run(): Promise<ChaosReport> {
    const { rounds, postgresEvery } = this.#options;
    const readyMs = await this.#timeToReady();
    for (let round = 1; round <= rounds; round += 1) {
      const hasPostgres = postgresEvery > 0 && round % postgresEvery === 0;
      writeCompose(this.#project, { image: this.#options.image, hasPostgres });
      const from = this.#random() < 0.4 ? 'ready' : 'start';
      const longestMs = from === 'ready' ? LONGEST_USE_MS : readyMs * (hasPostgres ? 3 : 1.1);
      const blow: Blow = {
        from,
        afterMs: this.#random() * longestMs,
        reaper: (['lives', 'first', 'after'] as const)[Math.floor(this.#random() * 3)] ?? 'lives',
        isLookedAt: this.#random() < 0.4 || round === rounds,
      };
      const wasReady = await this.#strike(blow);
      const found = blow.isLookedAt ? await this.#look(round) : 'not looked at';
      const at = `${wasReady ? 'ready' : 'starting'}, ${from} + ${blow.afterMs.toFixed(0)} ms`;
      this.#options.onRound?.(`round ${round}: killed (${at}), reaper ${blow.reaper}: ${found}`);
    }
    return { ...this.#counts, removedByNextCommand: this.#removed, leaks: this.#leaks };
  }

  async #timeToReady(): Promise<number> {
    writeCompose(this.#project, { image: this.#options.image, hasPostgres: false });
    const startedAt = performance.now();
    const holder = this.#start();
    await this.#untilReady(holder);
    const readyMs = performance.now() - startedAt;
    this.#kill(holder, 'lives');
    await holder.ended;
    return readyMs;
  }

  async #untilReady({ ready, ended, complaint }: RunningHolder): Promise<void> {
    const given = new AbortController();
    const limit = delay(READY_TIMEOUT_MS, undefined, { signal: given.signal });
    try {
      const isReady = await Promise.race([ready, ended.then(() => false), limit.then(() => false)]);
      if (isReady) return;
      throw new Error(`the services do not start after what was left: ${complaint()}`);
    } finally {
      given.abort();
      await limit.catch(() => undefined);
    }
  }

  /** Answers whether the services were ready by then. */
  async #strike(blow: Blow): Promise<boolean> {
    const holder = this.#start();
    if (blow.from === 'ready') await this.#untilReady(holder);
    await Promise.race([delay(blow.afterMs), holder.ended]);
    const wasReady = holder.isReady();
    this.#kill(holder, blow.reaper);
    await holder.ended;
    this.#counts.killedWhenReady += wasReady ? 1 : 0;
    this.#counts.killedWhileStarting += wasReady ? 0 : 1;
    this.#counts.killedWithReaper += blow.reaper === 'lives' ? 0 : 1;
    return wasReady;
  }

  #start(): RunningHolder {
    const { folder, stateFolder, temporaryFolder } = this.#project;
    const env = { ...process.env, SEATRIAL_STATE_DIR: stateFolder, TMPDIR: temporaryFolder };
    const driver = this.#options.image === undefined ? 'native' : 'docker';
    const child = spawn(process.execPath, [HOLDER, folder, driver], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return followHolder(child, (removed) => {
      this.#removed += removed;
    });
  }

  #kill({ child }: RunningHolder, reaper: Blow['reaper']): void {
    const before = this.#readRecords();
    const reapers = before.flatMap((record) =>
      record.holder.pid === child.pid && record.reaper !== null ? [record.reaper.pid] : [],
    );
    if (reaper === 'first') reapers.forEach(killOne);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    if (reaper === 'after') reapers.forEach(killOne);
  }

  #readRecords(): KnownRecord[] {
    const records = readRecordFiles(join(this.#project.stateFolder, 'running'));
    for (const { environments } of records) {
      const ports = environments.flatMap(({ services }) => services.flatMap((one) => one.ports));
      for (const { hostPort } of ports) this.#ports.add(hostPort);
    }
    return records;
  }

  async #look(round: number): Promise<string> {
    const { removed, kept } = await removeLeftovers({ stateFolder: this.#project.stateFolder });
    this.#removed += removed.length;
    if (kept.length > 0) throw new Error(`round ${round}: kept ${JSON.stringify(kept)}`);
    const leaks = await this.#settled();
    if (!isClean(leaks)) this.#leaks.push({ round, leaks });
    // The machine is not to suffer for what was found.
    for (const orphan of leaks.orphans) killOne(Number.parseInt(orphan, 10));
    return isClean(leaks) ? 'clean' : JSON.stringify(leaks);
  }

  /** A reaper has nothing left to do, and needs a moment to end. */
  async #settled(): Promise<Leaks> {
    const deadline = performance.now() + 3000;
    for (;;) {
      const leaks = await lookForLeaks(this.#project, {
        ports: this.#ports,
        usesDocker: this.#options.image !== undefined,
      });
      if (isClean(leaks) || performance.now() > deadline) return leaks;
      await delay(20);
    }
  }
}

/** It may have ended by itself a moment ago. */
function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

interface RunningHolder {
  readonly child: ChildProcess;
  readonly ready: Promise<true>;
  readonly ended: Promise<unknown>;
  readonly isReady: () => boolean;
  /** What it said on standard error. */
  readonly complaint: () => string;
}

function followHolder(child: ChildProcess, onCleared: (removed: number) => void): RunningHolder {
  const ready = Promise.withResolvers<true>();
  let isReady = false;
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('its output is not taken in');
  let complaint = '';
  stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  createInterface({ input: stdout }).on('line', (line) => {
    if (line.startsWith('cleared ')) {
      // The holder says exactly this.
      const report = JSON.parse(line.slice('cleared '.length)) as { removed: number };
      onCleared(report.removed);
    }
    if (line !== 'ready') return;
    isReady = true;
    ready.resolve(true);
  });
  return {
    child,
    ready: ready.promise,
    ended: once(child, 'close'),
    isReady: () => isReady,
    complaint: () => complaint,
  };
}

/** As much of a record as is needed here. */
interface KnownRecord {
  readonly holder: { readonly pid: number };
  readonly reaper: { readonly pid: number } | null;
  readonly environments: readonly {
    readonly services: readonly { readonly ports: readonly { readonly hostPort: number }[] }[];
  }[];
}

function readRecordFiles(folder: string): KnownRecord[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as KnownRecord);
  } catch {
    // Not there yet, or removed by a reaper in this moment: then there is nothing to know.
    return [];
  }
}
