import { Worker } from 'node:worker_threads';

import type { Fate, Judgement } from './judge-mutant.ts';

/** What is fuzzed, and with what. */
export interface FuzzOptions {
  readonly count: number;
  readonly seed: number;
  /** Documents to mutate beside the built-in ones. */
  readonly files?: readonly string[];
  /** Longest time that one mutant may take. */
  readonly boundMs: number;
}

export interface FuzzReport {
  readonly fates: Readonly<Record<Fate | 'hang', number>>;
  /** Crashes, hangs and silences. */
  readonly findings: readonly Finding[];
  readonly slowestMs: number;
}

export type Finding = Omit<Judgement, 'fate'> & { readonly fate: Fate | 'hang' };

const LOOK_EVERY_MS = 50;

/** Judges mutants in a worker; one that takes too long is a finding, and the worker begins anew behind it. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  const fates: Record<Fate | 'hang', number> = {
    same: 0,
    refused: 0,
    change: 0,
    diagnostic: 0,
    meaningless: 0,
    silent: 0,
    crash: 0,
    hang: 0,
  };
  const findings: Finding[] = [];
  let slowestMs = 0;
  let from = 0;
  while (from < options.count) {
    // oxlint-disable-next-line no-await-in-loop -- the next worker begins where this one was stopped
    const stretch = await runStretch(options, from, (judgement) => {
      fates[judgement.fate] += 1;
      slowestMs = Math.max(slowestMs, judgement.tookMs);
      if (judgement.fate === 'crash' || judgement.fate === 'silent') findings.push(judgement);
    });
    if (stretch.hungAt !== undefined) {
      fates.hang += 1;
      findings.push({
        index: stretch.hungAt,
        fate: 'hang',
        kind: '',
        detail: `more than ${options.boundMs} ms`,
        tookMs: options.boundMs,
      });
    }
    from = stretch.next;
  }
  return { fates, findings, slowestMs };
}

interface Stretch {
  readonly next: number;
  readonly hungAt: number | undefined;
}

async function runStretch(
  { count, seed, files = [], boundMs }: FuzzOptions,
  from: number,
  onJudgement: (judgement: Judgement) => void,
): Promise<Stretch> {
  const progress = new SharedArrayBuffer(4);
  const worker = new Worker(new URL('worker.ts', import.meta.url), {
    workerData: { seed, from, count, files, progress },
  });
  const current = new Int32Array(progress);
  Atomics.store(current, 0, -1);
  const { promise, resolve, reject } = Promise.withResolvers<Stretch>();
  let seen = -1;
  let seenSinceMs = performance.now();
  worker.on('message', onJudgement);
  worker.on('error', reject);
  worker.on('exit', () => resolve({ next: count, hungAt: undefined }));
  const watch = setInterval(() => {
    const at = Atomics.load(current, 0);
    if (at !== seen) {
      seen = at;
      seenSinceMs = performance.now();
    } else if (at >= 0 && at < count && performance.now() - seenSinceMs > boundMs) {
      resolve({ next: at + 1, hungAt: at });
      void worker.terminate();
    }
  }, LOOK_EVERY_MS);
  try {
    return await promise;
  } finally {
    clearInterval(watch);
  }
}
