import type { Bench, Benchmark, Measured } from '../benchmark.ts';
import { renderChart } from '../table/render-chart.ts';
import { spreadOf } from '../table/summarise.ts';
import type { Row } from '../table/table.ts';
import { Samples } from '../table/table.ts';
import type { Contender } from './contenders/contender.ts';
import { findOasdiff } from './contenders/oasdiff.ts';
import { command, library } from './contenders/ours.ts';
import { GROUP, writePair } from './generate-pair.ts';

const SIZES = [250, 500, 1000, 2000] as const;
const [LEAST] = SIZES;
/** More than noise: a cost that grows with the square would be at 8. */
const LINEAR = { metric: 'perSchemaUs', below: 1.3, of: 'ratio' } as const;

/** The same description at one, two, four and eight times its size. */
export const contractsScaling: Benchmark = {
  name: 'contracts-scaling',
  summary: 'what comparing costs as the number of schemas doubles, three times',
  run,
};

async function run({ rounds, signal, scratch, progress }: Bench): Promise<Measured> {
  const [peer] = await findOasdiff(signal);
  const isPeerThere = peer !== undefined && !('missing' in peer);
  const contenders = [library, command, ...(isPeerThere ? [peer] : [])];
  const pairs = SIZES.map((size) => ({ size, pair: writePair(scratch, size) }));
  const samples = emptyTable(contenders);
  for (let round = 1; round <= rounds; round += 1) {
    progress(`round ${round} of ${rounds}`);
    for (const { size, pair } of pairs) {
      for (const contender of contenders) {
        const cost = await contender.compare(pair, { folder: scratch, signal });
        const perSchemaUs = (cost.wallMs * 1000) / size;
        samples.add(labelOf(contender, size), { ...cost, perSchemaUs });
      }
    }
  }
  return {
    tables: [samples],
    notes: [
      `generated: two operations a schema, groups of ${GROUP} schemas that refer to each other, one schema in five changed in three ways`,
      ...(peer !== undefined && 'missing' in peer ? [`without oasdiff: ${peer.missing}`] : []),
    ],
    images: [{ name: 'contracts-scaling.svg', svg: chartOf(samples, contenders) }],
  };
}

function emptyTable(contenders: readonly Contender[]): Samples {
  return new Samples({
    name: 'contracts-scaling',
    metrics: [
      { key: 'wallMs', title: 'wall, ms', digits: 0 },
      { key: 'perSchemaUs', title: 'wall per schema, µs', digits: 0, isCompared: true },
      { key: 'peakMb', title: 'peak memory, MB', digits: 0 },
    ],
    rows: contenders.flatMap((contender) =>
      SIZES.map((size): Row => {
        const label = labelOf(contender, size);
        if (size === LEAST) return { label };
        const isBound = contender.isOurs && size === SIZES.at(-1);
        return {
          label,
          beside: labelOf(contender, LEAST),
          ...(isBound && { bound: LINEAR }),
        };
      }),
    ),
  });
}

function chartOf(samples: Samples, contenders: readonly Contender[]): string {
  return renderChart({
    title: 'Time of a comparison by number of schemas',
    x: 'schemas',
    y: 'wall, ms',
    lines: contenders.map((contender) => ({
      label: contender.title.replaceAll('`', ''),
      points: SIZES.map((size) => ({
        x: size,
        y: spreadOf(samples.of(labelOf(contender, size), 'wallMs'))?.median ?? Number.NaN,
      })),
    })),
  });
}

function labelOf({ title }: Contender, size: number): string {
  return `${title}: ${size.toLocaleString('en-GB')} schemas`;
}
