import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { MissingProgram } from '../../packages/environment/test/images/build-image.ts';
import { provideImage } from '../../packages/environment/test/images/scratch-images.ts';
import type { Bench, Benchmark, Measured } from '../benchmark.ts';
import type { Row } from '../table/table.ts';
import { Samples } from '../table/table.ts';
import { CASES } from './cases.ts';
import type { Case } from './cases.ts';
import { bareServices } from './contenders/bare-services.ts';
import { nativeCommand } from './contenders/by-command.ts';
import { buildImages, plainCompose } from './contenders/by-compose.ts';
import { byHand } from './contenders/by-hand.ts';
import { dockerDriver, missingEngine, nativeDriver } from './contenders/by-library.ts';
import { testcontainers } from './contenders/by-testcontainers.ts';
import type { Contender, Surroundings, Took } from './contenders/contender.ts';

const CONTENDERS: readonly Contender[] = [
  bareServices,
  nativeDriver,
  nativeCommand,
  dockerDriver,
  plainCompose,
  byHand,
  testcontainers,
];
const NATIVE: readonly Contender[] = [bareServices, nativeDriver, nativeCommand];
const OVERHEAD = 'native driver − the services alone';

/** Services up and down again: our drivers beside what people use. */
export const environment: Benchmark = {
  name: 'environment',
  summary: 'services up and healthy, down and gone: natively, with Docker, and by its peers',
  run,
};

interface Round {
  readonly bench: Bench;
  readonly contenders: readonly Contender[];
  readonly number: number;
}

async function run(bench: Bench): Promise<Measured> {
  const samples = new Samples({
    name: 'environment',
    metrics: [
      { key: 'upMs', title: 'up and healthy, ms', digits: 0, isCompared: true },
      { key: 'downMs', title: 'down and gone, ms', digits: 0, isCompared: true },
    ],
    rows: CASES.flatMap(rowsOf),
  });
  const { contenders, notes } = await prepare(bench);
  // Not counted: the first start reads programs from the disk, fills caches, and makes what is copied from then on.
  const native = contenders.filter((contender) => NATIVE.includes(contender));
  const cold = await carryOut({ bench, contenders: native, number: 0 });
  for (let number = 1; number <= bench.rounds; number += 1) {
    bench.progress(`round ${number} of ${bench.rounds}`);
    for (const [row, took] of await carryOut({ bench, contenders, number })) {
      samples.add(row, { ...took });
    }
  }
  return { tables: [samples], notes: [...notes, sayCold(cold)] };
}

function rowsOf(one: Case): Row[] {
  const beside = labelOf(one, plainCompose);
  const rows: Row[] = CONTENDERS.map((contender) => {
    const label = labelOf(one, contender);
    if (contender === plainCompose || contender === bareServices) return { label };
    if (contender === dockerDriver) {
      return { label, beside, bound: { metric: 'upMs', below: 1.05, of: 'ratio' } };
    }
    const isBound = contender === nativeDriver && one.name === 'three';
    return { label, beside, ...(isBound && { bound: FAST }) };
  });
  const label = `${one.title}: ${OVERHEAD}`;
  return [...rows, { label, bound: { metric: 'upMs', below: 150, of: 'median' } }];
}

const FAST = { metric: 'upMs', below: 1500, of: 'median' } as const;

/** Who takes part, and what a reader has to know about those who do not. */
async function prepare(
  bench: Bench,
): Promise<{ contenders: readonly Contender[]; notes: readonly string[] }> {
  const { signal } = bench;
  const notes = [
    'warm: images, programs and caches are there; each start in a process of its own',
    'whole commands for `seatrial`, `docker compose` and the script, from call to answer for libraries',
    'healthchecks every 250 ms for everybody',
  ];
  const noImages = await provideImages(bench);
  const contenders: Contender[] = [];
  for (const contender of CONTENDERS) {
    bench.progress(`preparing ${contender.title}`);
    const needsImages = !NATIVE.includes(contender);
    const missing =
      (needsImages ? noImages : undefined) ??
      (await contender.prepare({ peers: peersOf(bench), signal }));
    if (missing === undefined) contenders.push(contender);
    else notes.push(`without ${contender.title}: ${missing}`);
  }
  return { contenders, notes };
}

/** Answers why there are no images for containers, if so. */
async function provideImages(bench: Bench): Promise<string | undefined> {
  const noEngine = await missingEngine(bench);
  if (noEngine !== undefined) return noEngine;
  bench.progress('images');
  try {
    for (const image of ['node', 'redis', 'postgres', 'nginx'] as const) await provideImage(image);
  } catch (error) {
    if (error instanceof MissingProgram) return `${error.message} is not installed`;
    throw error;
  }
  for (const one of CASES) await buildImages(one, surroundingsOf(bench, one, 'build'));
  return undefined;
}

async function carryOut(round: Round): Promise<Map<string, Took>> {
  const { bench, contenders, number } = round;
  const took = new Map<string, Took>();
  for (const one of CASES) {
    // Everybody is the first one in some round.
    const turn = number % contenders.length;
    for (const contender of [...contenders.slice(turn), ...contenders.slice(0, turn)]) {
      const surroundings = surroundingsOf(bench, one, `${number}-${CONTENDERS.indexOf(contender)}`);
      mkdirSync(surroundings.folder, { recursive: true });
      took.set(labelOf(one, contender), await contender.upAndDown(one, surroundings));
      rmSync(surroundings.folder, { recursive: true, force: true });
    }
    const alone = took.get(labelOf(one, bareServices));
    const native = took.get(labelOf(one, nativeDriver));
    if (alone === undefined || native === undefined) continue;
    took.set(`${one.title}: ${OVERHEAD}`, {
      upMs: native.upMs - alone.upMs,
      downMs: native.downMs - alone.downMs,
    });
  }
  return took;
}

function surroundingsOf(bench: Bench, { name }: Case, start: string): Surroundings {
  const folder = join(bench.scratch, `${name}-${start}`);
  const project = `seatrial-bench-${process.pid}-${name}-${start}`;
  const cache = join(bench.scratch, 'cache');
  return { folder, project, cache, peers: peersOf(bench), signal: bench.signal };
}

function peersOf({ scratch }: Bench): string {
  return join(scratch, 'peers');
}

function labelOf({ title }: Case, contender: Contender): string {
  return `${title}: ${contender.title}`;
}

/** The first start of the native driver says how much of it is warmth. */
function sayCold(cold: ReadonlyMap<string, Took>): string {
  const said = CASES.flatMap((one) => {
    const took = cold.get(labelOf(one, nativeDriver));
    return took === undefined ? [] : [`${one.title} ${Math.round(took.upMs)} ms`];
  });
  return `cold, with an empty cache and not counted, the native driver took ${said.join(', ')}`;
}
