import { readFileSync, statSync } from 'node:fs';

import { errorCode } from './read-proc-file.ts';

/** How much one process tree may take of the machine before it is stopped. */
export interface TreeBounds {
  /** Size of its log file. */
  readonly logBytes: number;
  /** Processes at the same time; looked at on Linux only. */
  readonly processes: number;
}

/** Far above what a test needs, and far below what hurts the machine. */
export const DEFAULT_BOUNDS: TreeBounds = { logBytes: 256 * 1024 * 1024, processes: 1000 };

/** The bound that a tree has overstepped. */
export type Exceeded =
  | {
      readonly bound: 'logBytes';
      readonly limit: number;
      readonly seen: number;
      /** How fast the log grew at the end. */
      readonly bytesPerSecond: number;
    }
  | { readonly bound: 'processes'; readonly limit: number; readonly seen: number };

/** What is looked at. */
export interface BoundedTree {
  readonly logFile: string | undefined;
  /** The number of its living processes; an expensive question. */
  readonly countProcesses: () => number;
}

/** A watch that is under way. */
export interface BoundsWatch {
  /** Looks now, out of turn. */
  look(): void;
  end(): void;
}

const LONGEST_PAUSE_MS = 100;
/** A log of 1 GB/s grows by 5 MB meanwhile. */
const SHORTEST_PAUSE_MS = 5;
/** Over this time the speed of a log is measured. */
const SPEED_WINDOW_MS = 250;

/**
 * Looks again and again whether a tree keeps within its bounds, the oftener the faster its log grows; tells once when
 * it does not, and ends then. A few microseconds each time, and the process stays free to end.
 */
export function watchBounds(
  tree: BoundedTree,
  bounds: TreeBounds,
  onExceeded: (exceeded: Exceeded) => void,
): BoundsWatch {
  const log = new LogGrowth(tree.logFile, bounds.logBytes);
  const crowd = new Crowd(tree.countProcesses, bounds.processes);
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const look = (): void => {
    clearTimeout(timer);
    if (isOver) return;
    const exceeded = log.look() ?? crowd.look();
    isOver = exceeded !== undefined;
    if (exceeded === undefined) timer = setTimeout(look, log.pauseMs()).unref();
    else onExceeded(exceeded);
  };
  timer = setTimeout(look, SHORTEST_PAUSE_MS).unref();
  return {
    look,
    end: () => {
      isOver = true;
      clearTimeout(timer);
    },
  };
}

class LogGrowth {
  readonly #file: string | undefined;
  readonly #limitBytes: number;
  #sizeBytes: number;
  #samples: { readonly atMs: number; readonly sizeBytes: number }[];

  constructor(file: string | undefined, limitBytes: number) {
    this.#file = file;
    this.#limitBytes = limitBytes;
    this.#sizeBytes = sizeOf(file);
    this.#samples = [{ atMs: performance.now(), sizeBytes: this.#sizeBytes }];
  }

  look(): Exceeded | undefined {
    const atMs = performance.now();
    this.#sizeBytes = sizeOf(this.#file);
    this.#samples.push({ atMs, sizeBytes: this.#sizeBytes });
    // The last one outside the window stays, so that there always is a difference.
    while ((this.#samples[1]?.atMs ?? atMs) < atMs - SPEED_WINDOW_MS) this.#samples.shift();
    if (this.#sizeBytes <= this.#limitBytes) return undefined;
    const bytesPerSecond = this.#bytesPerSecond();
    const { bound, limit, seen } = this.#exceeded();
    return { bound, limit, seen, bytesPerSecond };
  }

  /** Half of the time that is left at this speed. */
  pauseMs(): number {
    const perMs = this.#bytesPerSecond() / 1000;
    const leftMs = perMs <= 0 ? Infinity : (this.#limitBytes - this.#sizeBytes) / perMs;
    return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, leftMs / 2));
  }

  #exceeded(): { bound: 'logBytes'; limit: number; seen: number } {
    return { bound: 'logBytes', limit: this.#limitBytes, seen: this.#sizeBytes };
  }

  #bytesPerSecond(): number {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.atMs <= first.atMs) return 0;
    return ((last.sizeBytes - first.sizeBytes) / (last.atMs - first.atMs)) * 1000;
  }
}

/** Counts a tree only when the whole machine has got enough new processes for it to be too many. */
class Crowd {
  readonly #count: () => number;
  readonly #limit: number;
  #countAgainAt: number;

  constructor(count: () => number, limit: number) {
    this.#count = count;
    this.#limit = limit;
    this.#countAgainAt = tasksOfMachine() + limit;
  }

  look(): Exceeded | undefined {
    const tasks = tasksOfMachine();
    if (tasks < this.#countAgainAt) return undefined;
    const seen = this.#count();
    if (seen > this.#limit) return { bound: 'processes', limit: this.#limit, seen };
    this.#countAgainAt = tasks + this.#limit - seen + 1;
    return undefined;
  }
}

/** Processes and threads of the whole machine; 0 where the system does not tell, so that nothing is ever counted. */
function tasksOfMachine(): number {
  if (process.platform !== 'linux') return 0;
  return Number(/\/(\d+) /.exec(readFileSync('/proc/loadavg', 'latin1'))?.[1] ?? 0);
}

function sizeOf(file: string | undefined): number {
  if (file === undefined) return 0;
  try {
    return statSync(file).size;
  } catch (error) {
    // Somebody has removed the log; what is still written to it cannot be seen.
    if (errorCode(error) === undefined) throw error;
    return 0;
  }
}
