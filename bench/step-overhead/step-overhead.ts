import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Bench, Benchmark, Measured } from '../benchmark.ts';
import { writeProject } from '../planning/write-project.ts';
import { runNode } from '../process/run-process.ts';
import { startServer } from '../process/server-process.ts';
import { Samples } from '../table/table.ts';

const SERVER = fileURLToPath(new URL('item-server.ts', import.meta.url));
const BARE = fileURLToPath(new URL('send-bare-requests.ts', import.meta.url));
const SEATRIAL = fileURLToPath(new URL('carry-out-project.ts', import.meta.url));
const SIZE = { specs: 4, scenariosPerSpec: 50, stepsPerScenario: 5 };
const SCENARIOS = SIZE.specs * SIZE.scenariosPerSpec;
const STEPS = SCENARIOS * SIZE.stepsPerScenario;

const ROW = {
  bare: 'bare `undici` request',
  ours: 'HTTP step of a trial',
  inside: 'of it inside the step',
  around: 'of it around the step: scheduler, events, connections',
  overhead: 'overhead: step − bare request',
};

/** What a trial costs on top of its requests. Both sides start cold, as a trial does. */
export const stepOverhead: Benchmark = {
  name: 'step-overhead',
  summary: `${STEPS} HTTP steps of a trial, beside the same requests with bare undici`,
  run,
};

async function run({ rounds, signal, scratch, progress }: Bench): Promise<Measured> {
  const samples = new Samples({
    name: 'step-overhead',
    metrics: [{ key: 'wall', title: 'per request, ms', digits: 3, isCompared: true }],
    rows: [
      { label: ROW.bare },
      { label: ROW.ours, beside: ROW.bare },
      { label: ROW.inside },
      { label: ROW.around },
      { label: ROW.overhead, bound: { metric: 'wall', below: 0.5, of: 'median' } },
    ],
  });
  writeProject(scratch, SIZE, { name: 'shop', program: SERVER, port: 8080 });
  await using server = await startServer({
    args: [SERVER],
    env: { PORT: '0' },
    log: join(scratch, 'server.log'),
    signal,
  });
  const sendBare = (): Promise<Carried> =>
    probe([BARE, server.port, SCENARIOS, SIZE.stepsPerScenario], { signal, cwd: scratch });
  const carryOut = (): Promise<Carried> => probe([SEATRIAL], { signal, cwd: scratch });
  for (let round = 0; round <= rounds; round += 1) {
    progress(round === 0 ? 'once to fill the compile cache' : `round ${round} of ${rounds}`);
    // Each goes first in every other round.
    const isBareFirst = round % 2 === 0;
    const before = isBareFirst ? await sendBare() : undefined;
    const ours = await carryOut();
    const bare = before ?? (await sendBare());
    if (round === 0) continue;
    samples.add(ROW.bare, { wall: bare.wallMs / STEPS });
    samples.add(ROW.ours, { wall: ours.wallMs / STEPS });
    samples.add(ROW.inside, { wall: ours.insideStepsMs / STEPS });
    samples.add(ROW.around, { wall: (ours.wallMs - ours.insideStepsMs) / STEPS });
    samples.add(ROW.overhead, { wall: (ours.wallMs - bare.wallMs) / STEPS });
  }
  return {
    tables: [samples],
    notes: [`${SCENARIOS} scenarios of ${SIZE.stepsPerScenario} steps, each side a fresh process`],
  };
}

interface Carried {
  readonly steps: number;
  readonly wallMs: number;
  readonly insideStepsMs: number;
}

async function probe(
  args: readonly (string | number)[],
  options: { readonly signal: AbortSignal; readonly cwd: string },
): Promise<Carried> {
  const { stdout } = await runNode(args.map(String), options);
  const carried = { insideStepsMs: 0, ...(JSON.parse(stdout) as Partial<Carried>) };
  if (carried.steps !== STEPS || carried.wallMs === undefined) {
    throw new Error(`expected ${STEPS} steps, got ${stdout}`);
  }
  return { ...carried, steps: STEPS, wallMs: carried.wallMs };
}
