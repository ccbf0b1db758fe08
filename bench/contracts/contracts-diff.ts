import type { Bench, Benchmark, Measured } from '../benchmark.ts';
import { missingProcessCost } from '../process/measure-process.ts';
import type { Cost } from '../process/measure-process.ts';
import { spreadOf } from '../table/summarise.ts';
import type { Bound, Row } from '../table/table.ts';
import { Samples } from '../table/table.ts';
import { provide } from './cache.ts';
import { findApiSmartDiff } from './contenders/api-smart-diff.ts';
import type { Contender, Found } from './contenders/contender.ts';
import { findOasdiff } from './contenders/oasdiff.ts';
import { command, library } from './contenders/ours.ts';
import type { Pair } from './pairs.ts';
import { realPairs, SPECIFICATIONS, TINY } from './pairs.ts';

/** Peers need minutes for the largest pair: one round of it when this variable says so. */
const SLOW = 'SEATRIAL_BENCH_SLOW';
/** A single start is short and noisy; each round takes the median of so many. */
const TINY_STARTS = 9;

/** What the issue asks of the command, pair by pair. */
const BOUNDS: Readonly<Record<Pair['size'], readonly Bound[]>> = {
  tiny: [{ metric: 'wallMs', below: 120, of: 'median' }],
  middle: [],
  large: [
    { metric: 'wallMs', below: 0.15, of: 'ratio' },
    { metric: 'peakMb', below: 500, of: 'worst' },
  ],
  huge: [
    { metric: 'wallMs', below: 15_000, of: 'median' },
    { metric: 'peakMb', below: 1500, of: 'worst' },
  ],
};

/** Two versions of real descriptions compared: ours beside its peers. */
export const contractsDiff: Benchmark = {
  name: 'contracts-diff',
  summary: 'two versions of real API descriptions compared, beside oasdiff and api-smart-diff',
  run,
};

async function run(bench: Bench): Promise<Measured> {
  const { signal } = bench;
  bench.progress('looking for descriptions and peers');
  const specifications = await provide(SPECIFICATIONS, signal);
  const pairs = [TINY, ...('folder' in specifications ? realPairs(specifications.folder) : [])];
  const peers = [...(await findOasdiff(signal)), await findApiSmartDiff(signal)];
  const found: readonly Found[] = [command, library, ...peers];
  const samples = emptyTable(pairs, found);
  const notes = new Set<string>([
    'whole commands, from start to end, every change written as text; the library from two texts in memory to described changes',
    `tiny pair: ${TINY_STARTS} starts in a round, of which wall is the median and CPU the mean`,
  ]);
  for (const note of absences(specifications, found)) notes.add(note);
  const failed = new Set<string>();
  for (let number = 0; number <= bench.rounds; number += 1) {
    bench.progress(number === 0 ? 'once to fill caches' : `round ${number} of ${bench.rounds}`);
    for (const pair of number === 0 ? [TINY] : pairs) {
      for (const contender of inTurn(found, number)) {
        const label = labelOf(pair, contender.title);
        const skipped = whyNot(pair, contender, number);
        if (skipped !== undefined) notes.add(skipped);
        if (skipped !== undefined || failed.has(label)) continue;
        const measured = await measure(pair, contender, bench);
        if ('missing' in measured) {
          failed.add(label);
          notes.add(`without ${label}: ${measured.missing}`);
        } else if (number > 0) samples.add(label, { ...measured });
      }
    }
  }
  return { tables: [samples], notes: [...notes] };
}

function emptyTable(pairs: readonly Pair[], found: readonly Found[]): Samples {
  const peer = found.find(({ title }) => title.startsWith('oasdiff'));
  return new Samples({
    name: 'contracts-diff',
    metrics: [
      { key: 'wallMs', title: 'wall, ms', digits: 1, isCompared: true },
      { key: 'cpuMs', title: 'CPU, ms', digits: 1, isCompared: true },
      { key: 'peakMb', title: 'peak memory, MB', digits: 0, isCompared: true },
    ],
    rows: pairs.flatMap((pair) =>
      found.map(({ title }): Row => {
        const isBeside = peer !== undefined && title !== peer.title;
        return {
          label: labelOf(pair, title),
          ...(isBeside && { beside: labelOf(pair, peer.title) }),
          ...(title === command.title && { bound: BOUNDS[pair.size] }),
        };
      }),
    ),
  });
}

function absences(
  specifications: Awaited<ReturnType<typeof provide>>,
  found: readonly Found[],
): readonly string[] {
  return [
    ...('missing' in specifications
      ? [`real descriptions not measured: ${specifications.missing}`]
      : []),
    ...found.flatMap((one) => ('missing' in one ? [`without ${one.title}: ${one.missing}`] : [])),
    ...[missingProcessCost() ?? []].flat(),
  ];
}

/** Everybody is the first one in some round. */
function inTurn(found: readonly Found[], number: number): readonly Contender[] {
  const contenders = found.filter((one): one is Contender => !('missing' in one));
  const turn = number % contenders.length;
  return [...contenders.slice(turn), ...contenders.slice(0, turn)];
}

function whyNot(pair: Pair, { isOurs }: Contender, number: number): string | undefined {
  if (isOurs || pair.size !== 'huge') return undefined;
  if (process.env[SLOW] === undefined) {
    return `${pair.title}: peers not measured, they need minutes; ${SLOW}=1 measures them in one round`;
  }
  return number === 1 ? undefined : `${pair.title}: peers in one round only`;
}

async function measure(
  pair: Pair,
  contender: Contender,
  { scratch, signal }: Bench,
): Promise<Cost | { readonly missing: string }> {
  const starts = pair.size === 'tiny' && contender !== library ? TINY_STARTS : 1;
  const costs: Cost[] = [];
  try {
    for (let start = 0; start < starts; start += 1) {
      costs.push(await contender.compare(pair, { folder: scratch, signal }));
    }
  } catch (error) {
    signal.throwIfAborted();
    if (contender.isOurs) throw error;
    return { missing: error instanceof Error ? error.message : String(error) };
  }
  return summarise(costs);
}

/** CPU time is told to 10 ms only, which is why it is the mean. */
function summarise(costs: readonly Cost[]): Cost {
  const wallMs = spreadOf(costs.map((cost) => cost.wallMs))?.median ?? Number.NaN;
  const cpu = costs.flatMap(({ cpuMs }) => cpuMs ?? []);
  const peak = costs.flatMap(({ peakMb }) => peakMb ?? []);
  return {
    wallMs,
    ...(cpu.length > 0 && { cpuMs: cpu.reduce((sum, one) => sum + one, 0) / cpu.length }),
    ...(peak.length > 0 && { peakMb: Math.max(...peak) }),
  };
}

function labelOf({ title }: Pair, contender: string): string {
  return `${title}: ${contender}`;
}
