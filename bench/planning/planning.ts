import { fileURLToPath } from 'node:url';

import type { Bench, Benchmark, Measured } from '../benchmark.ts';
import { runNode } from '../process/run-process.ts';
import { Samples } from '../table/table.ts';
import { writeProject } from './write-project.ts';

const BIN = fileURLToPath(new URL('../../packages/seatrial/bin/seatrial.js', import.meta.url));
const PROBE = fileURLToPath(new URL('plan-in-process.ts', import.meta.url));
const SIZE = { specs: 20, scenariosPerSpec: 50, stepsPerScenario: 5 };
const SCENARIOS = SIZE.specs * SIZE.scenariosPerSpec;

const READ = 'readSpecifications';
const PLAN = 'makePlan';
const WHOLE = 'readSpecifications + makePlan';
const LOAD = 'loading the code before that';
const COMMAND = '`seatrial plan --json`, whole process';

interface Probed {
  readonly checks: number;
  readonly loadMs: number;
  readonly readMs: number;
  readonly planMs: number;
  readonly wholeMs: number;
}

/** A big project, parsed and planned in a process in which nothing is warm. */
export const planning: Benchmark = {
  name: 'planning',
  summary: `${SCENARIOS} scenarios parsed and planned, in a fresh process`,
  run,
};

async function run({ rounds, signal, scratch, progress }: Bench): Promise<Measured> {
  const samples = new Samples({
    name: 'planning',
    metrics: [{ key: 'wall', title: 'wall, ms', digits: 0 }],
    rows: [
      { label: READ },
      { label: PLAN },
      { label: WHOLE, bound: { metric: 'wall', below: 300, of: 'median' } },
      { label: LOAD },
      { label: COMMAND },
    ],
  });
  writeProject(scratch, SIZE, { name: 'shop', program: 'shop.js', port: 8080 });
  const options = { signal, cwd: scratch };
  for (let round = 0; round <= rounds; round += 1) {
    progress(round === 0 ? 'once to fill the compile cache' : `round ${round} of ${rounds}`);
    const probed = JSON.parse((await runNode([PROBE], options)).stdout) as Probed;
    if (probed.checks !== SCENARIOS) throw new Error(`planned ${probed.checks} checks only`);
    const command = await runNode([BIN, 'plan', '--json'], options);
    if (round === 0) continue;
    samples.add(READ, { wall: probed.readMs });
    samples.add(PLAN, { wall: probed.planMs });
    samples.add(WHOLE, { wall: probed.wholeMs });
    samples.add(LOAD, { wall: probed.loadMs });
    samples.add(COMMAND, { wall: command.durationMs });
  }
  const { specs, scenariosPerSpec, stepsPerScenario } = SIZE;
  return {
    tables: [samples],
    notes: [`${specs} specs of ${scenariosPerSpec} scenarios with ${stepsPerScenario} steps each`],
  };
}
