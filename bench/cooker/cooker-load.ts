import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import type { Bench, Benchmark, Measured } from '../benchmark.ts';
import { cpuTimeMs, memoryOf } from '../process/process-cost.ts';
import { runNode } from '../process/run-process.ts';
import { Samples } from '../table/table.ts';
import type { Answer, Gateway } from './gateway.ts';
import { ask, AUTHORIZATION, startBareServer, startGateway } from './gateway.ts';
import type { Generator, LoadRequest } from './load.ts';
import { chooseGenerator } from './load.ts';

const CYCLER = fileURLToPath(new URL('cycle-cooks.ts', import.meta.url));
const WARM_UP_SECONDS = 1;
const MEASURED_SECONDS = 3;
const CYCLES = 50;
const SETTLED_AFTER_MS = 1000;

const ORDER = { temperature_celsius: 65, time_minutes: 90, food_type: 'chicken breast' };
/** Not the cook that runs, so it is refused, after the whole validation. */
const OTHER_ORDER = { ...ORDER, time_minutes: 95 };

const STATUS: LoadRequest = {
  method: 'GET',
  path: '/status',
  headers: { authorization: AUTHORIZATION },
  body: '',
  status: 200,
};
const START: LoadRequest = {
  method: 'POST',
  path: '/start-cook',
  headers: { authorization: AUTHORIZATION, 'content-type': 'application/json' },
  body: JSON.stringify(OTHER_ORDER),
  status: 409,
};

const CASES = [STATUS, START].flatMap((request) =>
  [16, 64].map((connections) => {
    const name = `${request.method} ${request.path}, ${connections} connections`;
    return { request, connections, bare: `${name}: bare node:http`, ours: `${name}: gateway` };
  }),
);

const CYCLE = { bare: 'bare node:http', ours: 'gateway, cloud and database' };
const MEMORY = {
  start: 'until it listens, first start ever (nothing compiled)',
  idle: 'idle, 1 s after the start',
  load: 'peak of its whole life, the load above included',
};

/** The real gateway before the simulator, beside a server that only answers the same JSON. */
export const cookerLoad: Benchmark = {
  name: 'cooker',
  summary: 'the cooker gateway under load beside a bare node:http server, and its memory',
  run,
};

interface Tables {
  readonly load: Samples;
  readonly cycles: Samples;
  readonly memory: Samples;
}

async function run(bench: Bench): Promise<Measured> {
  const generator = await chooseGenerator(bench.scratch, bench.signal);
  const tables = emptyTables();
  for (let round = 1; round <= bench.rounds; round += 1) {
    bench.progress(`round ${round} of ${bench.rounds}`);
    await carryOutRound(round, { bench, generator, tables });
  }
  return {
    tables: Object.values(tables) as Samples[],
    notes: [
      `new processes every round; ${WARM_UP_SECONDS} s to warm up, ${MEASURED_SECONDS} s measured`,
      `load by ${generator.name}, closed model, the same for both sides`,
      `${CYCLES} start/stop cycles, one after the other`,
    ],
  };
}

function emptyTables(): Tables {
  const load = new Samples({
    name: 'cooker-load',
    metrics: [
      { key: 'perSecond', title: 'requests/s', digits: 0, isCompared: true },
      { key: 'p50Ms', title: 'p50, ms', digits: 2 },
      { key: 'p99Ms', title: 'p99, ms', digits: 2, isCompared: true },
      { key: 'cpuUs', title: 'server CPU, µs/request', digits: 0, isCompared: true },
    ],
    rows: CASES.flatMap(({ bare, ours }) => [{ label: bare }, { label: ours, beside: bare }]),
  });
  const cycles = new Samples({
    name: 'cooker-cycles',
    metrics: [
      { key: 'startP50Ms', title: 'start p50, ms', digits: 2, isCompared: true },
      { key: 'startP99Ms', title: 'start p99, ms', digits: 2 },
      { key: 'stopP50Ms', title: 'stop p50, ms', digits: 2, isCompared: true },
      { key: 'stopP99Ms', title: 'stop p99, ms', digits: 2 },
    ],
    rows: [{ label: CYCLE.bare }, { label: CYCLE.ours, beside: CYCLE.bare }],
  });
  const memory = new Samples({
    name: 'cooker-memory',
    metrics: [{ key: 'rss', title: 'resident, MB', digits: 1 }],
    rows: [
      { label: MEMORY.start },
      { label: MEMORY.idle },
      { label: MEMORY.load, bound: { metric: 'rss', below: 120, of: 'worst' } },
    ],
  });
  return { load, cycles, memory };
}

interface Round {
  readonly bench: Bench;
  readonly generator: Generator;
  readonly tables: Tables;
}

async function carryOutRound(number: number, round: Round): Promise<void> {
  const { bench, tables } = round;
  const { signal } = bench;
  const surroundings = { folder: join(bench.scratch, `round-${number}`), signal };
  await using gateway = await startGateway(surroundings);
  await delay(SETTLED_AFTER_MS, undefined, { signal });
  tables.memory.add(MEMORY.start, { rss: gateway.startPeakMb });
  tables.memory.add(MEMORY.idle, { rss: memoryOf(gateway.pid)?.residentMb ?? Number.NaN });
  const { loaded, cycled } = await observeAnswers(gateway, signal);
  await using bare = await startBareServer(loaded, surroundings);
  for (const [index, one] of CASES.entries()) {
    const sides = [
      { row: one.bare, server: bare },
      { row: one.ours, server: gateway },
    ];
    // Each goes first in every other round.
    for (const side of (number + index) % 2 === 0 ? sides : sides.toReversed()) {
      tables.load.add(side.row, await putUnderLoad(side.server, one, round));
    }
  }
  await ask(gateway.port, { method: 'POST', path: '/stop-cook' }, signal);
  await using bareCycled = await startBareServer(cycled, surroundings);
  tables.cycles.add(CYCLE.bare, await cycle(bareCycled.port, signal));
  tables.cycles.add(CYCLE.ours, await cycle(gateway.port, signal));
  const peakMb = memoryOf(gateway.pid)?.peakMb ?? Number.NaN;
  tables.memory.add(MEMORY.load, { rss: Math.max(peakMb, gateway.startPeakMb) });
}

/** What the gateway answers under the load, and in the cycles. Leaves it with a running cook. */
async function observeAnswers(
  { port }: Gateway,
  signal: AbortSignal,
): Promise<Record<'loaded' | 'cycled', Readonly<Record<string, Answer>>>> {
  const post = (path: string, body?: unknown): Promise<Answer> =>
    ask(port, { method: 'POST', path, body }, signal);
  const started = await post('/start-cook', ORDER);
  const stopped = await post('/stop-cook');
  await post('/start-cook', ORDER);
  const refused = await post('/start-cook', OTHER_ORDER);
  const status = await ask(port, { method: 'GET', path: '/status' }, signal);
  if (started.status !== 200 || refused.status !== START.status || status.status !== 200) {
    throw new Error(`unexpected answers: ${JSON.stringify({ started, stopped, refused, status })}`);
  }
  return {
    loaded: { 'GET /status': status, 'POST /start-cook': refused },
    cycled: { 'POST /start-cook': started, 'POST /stop-cook': stopped },
  };
}

async function putUnderLoad(
  server: { readonly pid: number; readonly port: number },
  of: { readonly request: LoadRequest; readonly connections: number },
  { generator }: Round,
): Promise<Record<string, number>> {
  const load = { port: server.port, request: of.request, connections: of.connections };
  await generator.generate({ ...load, durationSeconds: WARM_UP_SECONDS });
  const before = cpuTimeMs(server.pid);
  const { requests, perSecond, p50Ms, p99Ms } = await generator.generate({
    ...load,
    durationSeconds: MEASURED_SECONDS,
  });
  const cpuUs = ((cpuTimeMs(server.pid) - before) * 1000) / requests;
  return { perSecond, p50Ms, p99Ms, cpuUs };
}

async function cycle(port: number, signal: AbortSignal): Promise<Record<string, number>> {
  const args = [CYCLER, String(port), AUTHORIZATION, String(CYCLES)];
  const { stdout } = await runNode(args, { signal });
  const { start, stop } = JSON.parse(stdout) as Record<
    'start' | 'stop',
    { readonly p50Ms: number; readonly p99Ms: number }
  >;
  return {
    startP50Ms: start.p50Ms,
    startP99Ms: start.p99Ms,
    stopP50Ms: stop.p50Ms,
    stopP99Ms: stop.p99Ms,
  };
}
