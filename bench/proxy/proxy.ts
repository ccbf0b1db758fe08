import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Bench, Benchmark, Measured } from '../benchmark.ts';
import { chooseGenerator } from '../cooker/load.ts';
import type { Generator, LoadRequest } from '../cooker/load.ts';
import { cpuTimeMs } from '../process/process-cost.ts';
import { startServer } from '../process/server-process.ts';
import type { ServerProcess } from '../process/server-process.ts';
import type { Row } from '../table/table.ts';
import { Samples } from '../table/table.ts';
import { buildToxiproxy, startToxiproxy } from './toxiproxy.ts';

const TARGET = fileURLToPath(new URL('../cooker/bare-server.ts', import.meta.url));
const PROXY = fileURLToPath(new URL('proxy-process.ts', import.meta.url));
const CONNECTIONS = [1, 4, 16, 64] as const;
const WARM_UP_SECONDS = 1;
const MEASURED_SECONDS = 1;

const REQUEST: LoadRequest = { method: 'GET', path: '/item', headers: {}, body: '', status: 200 };
/** About what a small JSON answer of a service has. */
const ANSWERS = {
  'GET /item': { status: 200, json: { id: 1, name: 'rope', text: 'x'.repeat(200) } },
};

const BARE = 'bare edge';
const OURS = 'our proxy, HTTP recognised';
const OURS_TCP = 'our proxy, TCP';
const PIPE = '`socket.pipe` in Node';
const TOXIPROXY = 'Toxiproxy';

/** The price of a proxy on an edge while no fault is injected. */
export const proxy: Benchmark = {
  name: 'proxy',
  summary: 'an edge with our proxy in it, beside the bare edge, a plain pipe and Toxiproxy',
  run,
};

async function run(bench: Bench): Promise<Measured> {
  const { signal, scratch } = bench;
  const generator = await chooseGenerator(scratch, signal);
  bench.progress('building Toxiproxy');
  const toxiproxy = await buildToxiproxy(scratch, signal);
  const samples = emptyTable();
  for (let round = 1; round <= bench.rounds; round += 1) {
    bench.progress(`round ${round} of ${bench.rounds}`);
    await carryOut(round, { bench, generator, samples, toxiproxy });
  }
  return {
    tables: [samples],
    notes: [
      `new processes every round; ${WARM_UP_SECONDS} s to warm up, ${MEASURED_SECONDS} s measured`,
      `load by ${generator.name}, closed model; generator, proxy and target share the cores`,
      ...('missing' in toxiproxy ? [`without Toxiproxy: ${toxiproxy.missing}`] : []),
    ],
  };
}

const THROUGHPUT = { metric: 'perSecond', atLeast: 0.6, of: 'ratio' } as const;

function emptyTable(): Samples {
  const rows = CONNECTIONS.flatMap((connections): Row[] => {
    const beside = labelOf(connections, BARE);
    const label = labelOf(connections, OURS);
    return [
      { label: beside },
      // With one connection nothing overlaps: its rate says what its latency says.
      { label, beside, ...(connections > 1 && { bound: THROUGHPUT }) },
      ...[OURS_TCP, PIPE, TOXIPROXY].map((name) => ({ label: labelOf(connections, name), beside })),
    ];
  });
  const added = [OURS, OURS_TCP, PIPE, TOXIPROXY].map((name): Row => {
    const label = addedBy(name);
    return name === OURS
      ? { label, bound: { metric: 'p50Ms', below: 0.1, of: 'median' } }
      : { label };
  });
  return new Samples({
    name: 'proxy',
    metrics: [
      { key: 'perSecond', title: 'requests/s', digits: 0, isCompared: true },
      { key: 'p50Ms', title: 'p50, ms', digits: 3 },
      { key: 'p99Ms', title: 'p99, ms', digits: 3 },
      { key: 'cpuUs', title: 'proxy CPU, µs/request', digits: 0 },
    ],
    rows: [...rows, ...added],
  });
}

interface Round {
  readonly bench: Bench;
  readonly generator: Generator;
  readonly samples: Samples;
  readonly toxiproxy: Awaited<ReturnType<typeof buildToxiproxy>>;
}

async function carryOut(number: number, round: Round): Promise<void> {
  const { bench } = round;
  const folder = join(bench.scratch, `round-${number}`);
  mkdirSync(folder);
  await using target = await serve([TARGET, JSON.stringify(ANSWERS)], 'target', { bench, folder });
  const names = [BARE, OURS, OURS_TCP, PIPE, TOXIPROXY];
  const turn = number % names.length;
  const bare = new Map<number, number>();
  const added = new Map<string, number>();
  // Everybody is the first one in some round.
  for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
    if (name === TOXIPROXY && 'missing' in round.toxiproxy) continue;
    await using edge = await openEdge(name, target, { round, folder });
    const { port, pid } = edge ?? { port: target.port, pid: undefined };
    await load(round.generator, port, { connections: 16, durationSeconds: WARM_UP_SECONDS });
    for (const connections of CONNECTIONS) {
      const before = pid === undefined ? 0 : cpuTimeMs(pid);
      const settings = { connections, durationSeconds: MEASURED_SECONDS };
      const { requests, perSecond, p50Ms, p99Ms } = await load(round.generator, port, settings);
      const cpuUs = pid === undefined ? undefined : ((cpuTimeMs(pid) - before) * 1000) / requests;
      round.samples.add(labelOf(connections, name), {
        perSecond,
        p50Ms,
        p99Ms,
        ...(cpuUs !== undefined && { cpuUs }),
      });
      if (name === BARE) bare.set(connections, p50Ms);
      else if (connections === 1) added.set(name, p50Ms);
    }
  }
  for (const [name, p50Ms] of added) {
    round.samples.add(addedBy(name), { p50Ms: p50Ms - (bare.get(1) ?? Number.NaN) });
  }
}

function load(
  generator: Generator,
  port: number,
  settings: { readonly connections: number; readonly durationSeconds: number },
): ReturnType<Generator['generate']> {
  return generator.generate({ port, request: REQUEST, ...settings });
}

/** Undefined for the bare edge, on which nothing stands. */
async function openEdge(
  name: string,
  target: ServerProcess,
  { round, folder }: { readonly round: Round; readonly folder: string },
): Promise<ServerProcess | undefined> {
  const { bench, toxiproxy } = round;
  if (name === BARE) return undefined;
  if (name === TOXIPROXY && 'program' in toxiproxy) {
    return startToxiproxy(toxiproxy.program, target, { folder, signal: bench.signal });
  }
  const kind = name === PIPE ? 'pipe' : name === OURS_TCP ? 'tcp' : 'auto';
  return serve([PROXY, kind, String(target.port)], kind, { bench, folder });
}

function serve(
  args: readonly string[],
  name: string,
  { bench, folder }: { readonly bench: Bench; readonly folder: string },
): Promise<ServerProcess> {
  return startServer({ args, env: {}, log: join(folder, `${name}.log`), signal: bench.signal });
}

function labelOf(connections: number, name: string): string {
  return `${connections} ${connections === 1 ? 'connection' : 'connections'}: ${name}`;
}

function addedBy(name: string): string {
  return `added to a request, 1 connection: ${name}`;
}
