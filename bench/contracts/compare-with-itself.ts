/** Compares every description in a folder with itself. Argument: the folder. Prints what came out as JSON. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { compareApis, describeChanges, openApi } from '../../packages/contracts/src/index.ts';

const [folder = ''] = process.argv.slice(2);
const files = globSync('**/*.json', { cwd: folder }).toSorted();
const seen: Record<'changed' | 'aborted' | 'broken', string[]> = {
  changed: [],
  aborted: [],
  broken: [],
};
let bytes = 0;

const startedMs = performance.now();
for (const file of files) {
  try {
    compare(file);
  } catch (error) {
    const said = error instanceof Error ? error.message.split('\n')[0] : String(error);
    seen.aborted.push(`${file}: ${said}`);
  }
}
process.stdout.write(
  JSON.stringify({
    specifications: files.length,
    megabytes: bytes / 1e6,
    ...seen,
    wallS: (performance.now() - startedMs) / 1000,
    peakMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
  }),
);

function compare(file: string): void {
  const text = readFileSync(join(folder, file), 'utf8');
  bytes += Buffer.byteLength(text);
  const pair = { base: openApi(text, 'base'), revision: openApi(text, 'revision') };
  const { changes, references } = compareApis(pair, { today: new Date() });
  const [first] = describeChanges(changes);
  if (first !== undefined) seen.changed.push(`${file}: ${first.id}, ${first.text}`);
  if (references.base.broken.length > 0) seen.broken.push(file);
}
