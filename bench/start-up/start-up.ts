import { fileURLToPath } from 'node:url';

import type { Bench, Benchmark, Measured } from '../benchmark.ts';
import { runNode } from '../process/run-process.ts';
import type { Row } from '../table/table.ts';
import { Samples } from '../table/table.ts';

const BIN = fileURLToPath(new URL('../../packages/seatrial/bin/seatrial.js', import.meta.url));
/** A single start is short and noisy; each round takes the median of so many. */
const STARTS_PER_ROUND = 9;

const NODE = 'node -e 0';
const VERSION = 'seatrial --version';
const HELP = 'seatrial --help';

const ROWS: readonly (Row & { readonly args: readonly string[] })[] = [
  { label: NODE, args: ['-e', '0'] },
  {
    label: VERSION,
    args: [BIN, '--version'],
    beside: NODE,
    bound: { metric: 'wall', below: 100, of: 'median' },
  },
  { label: HELP, args: [BIN, '--help'], beside: NODE },
];

/** Whole processes, from spawn to the end of their output. */
export const startUp: Benchmark = {
  name: 'start-up',
  summary: 'seatrial --version as a whole process, beside an empty Node process',
  run,
};

async function run({ rounds, signal, progress }: Bench): Promise<Measured> {
  const samples = new Samples({
    name: 'start-up',
    metrics: [{ key: 'wall', title: 'wall, ms', digits: 1, isCompared: true }],
    rows: ROWS,
  });
  // The first start fills Node's compile cache, as the first use after an installation does.
  for (const { args } of ROWS) await runNode(args, { signal });
  for (let round = 1; round <= rounds; round += 1) {
    progress(`round ${round} of ${rounds}`);
    const walls = ROWS.map((): number[] => []);
    for (let start = 0; start < STARTS_PER_ROUND; start += 1) {
      for (const [index, { args }] of ROWS.entries()) {
        const { durationMs } = await runNode(args, { signal });
        walls[index]?.push(durationMs);
      }
    }
    for (const [index, { label }] of ROWS.entries()) {
      const sorted = (walls[index] ?? []).toSorted((one, other) => one - other);
      samples.add(label, { wall: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN });
    }
  }
  return { tables: [samples], notes: [`${STARTS_PER_ROUND} starts of each a round, in turn`] };
}
