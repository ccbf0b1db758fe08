import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Bench, Benchmark, Measured } from '../benchmark.ts';
import { provide } from '../contracts/cache.ts';
import { runNode } from '../process/run-process.ts';
import { Samples } from '../table/table.ts';

const PROGRAM = fileURLToPath(new URL('check-exchanges.ts', import.meta.url));
const PEER = 'openapi-response-validator';
const VERSION = '12.1.3';
const GOAL_PER_CORE = 50_000;

const OURS = 'our `Conformance`: route, parameters, headers, both bodies, coverage';
const SAMPLED = 'the same, every 10th checked, all counted';
const BY_HAND = 'ajv by hand: both bodies, nothing else';
const VALIDATOR = `${PEER} ${VERSION}: the answer's body alone`;

/** Small exchanges held against a contract, one core, everything compiled. */
export const conformance: Benchmark = {
  name: 'conformance',
  summary: 'small exchanges held against a contract, beside ajv by hand',
  run,
};

async function run({ rounds, signal, progress }: Bench): Promise<Measured> {
  const samples = new Samples({
    name: 'conformance',
    metrics: [
      { key: 'perCore', title: 'exchanges/s of CPU, per core', digits: 0, isCompared: true },
      { key: 'perSecond', title: 'exchanges/s of wall', digits: 0 },
      { key: 'ready', title: 'until ready, ms', digits: 1 },
    ],
    rows: [
      { label: BY_HAND },
      {
        label: OURS,
        beside: BY_HAND,
        bound: { metric: 'perCore', atLeast: GOAL_PER_CORE, of: 'median' },
      },
      { label: SAMPLED, beside: BY_HAND },
      { label: VALIDATOR, beside: BY_HAND },
    ],
  });
  const peer = await provide({ name: PEER, dependencies: { [PEER]: VERSION } }, signal);
  const contenders = [
    [BY_HAND, 'ajv', ''],
    [OURS, 'ours', ''],
    [SAMPLED, 'sampled', ''],
    ...('folder' in peer ? [[VALIDATOR, 'validator', join(peer.folder, PEER)] as const] : []),
  ] as const;
  for (let round = 1; round <= rounds; round += 1) {
    progress(`round ${round} of ${rounds}`);
    for (const [label, name, folder] of contenders) {
      const { stdout } = await runNode([PROGRAM, name, folder], { signal });
      const { perCore, perSecond, readyMs } = JSON.parse(stdout) as Record<string, number>;
      samples.add(label, { perCore, perSecond, ready: readyMs } as Record<string, number>);
    }
  }
  return {
    tables: [samples],
    notes: [
      'a process for each, 1 s to warm up, 2 s measured; four kinds of exchange in turn, 0 to 400 bytes of JSON, parsed in the measured time',
      ...('missing' in peer ? [`${PEER} is missing: ${peer.missing}`] : []),
    ],
  };
}
