import { parentPort, workerData } from 'node:worker_threads';

import { readBases } from './base-documents.ts';
import { MutantJudge } from './judge-mutant.ts';

/** What the worker is to do. */
export interface WorkerTask {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  readonly files: readonly string[];
  /** The number of the mutant under work, and how many are done: read by whoever watches. */
  readonly progress: SharedArrayBuffer;
}

const { seed, from, count, files, progress } = workerData as WorkerTask;
const current = new Int32Array(progress);
const judge = new MutantJudge(seed, readBases(files));
for (let index = from; index < count; index += 1) {
  Atomics.store(current, 0, index);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a worker has none
  parentPort?.postMessage(judge.judge(index));
}
Atomics.store(current, 0, count);
