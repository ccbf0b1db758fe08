/** `npm run self-diff -w packages/contracts -- DIR`: compares every description below a folder with itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { compareApis, ContractError, doubtsOf, openApi } from '../src/index.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('usage: npm run self-diff -w packages/contracts -- DIR\n');
  process.exitCode = 3;
} else process.exitCode = run(folder);

function run(root: string): number {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(?:json|ya?ml)$/.test(name),
  );
  const counts = {
    compared: 0,
    'no description': 0,
    'with changes': 0,
    'with doubts': 0,
    crashed: 0,
  };
  let slowestMs = 0;
  const startedMs = performance.now();
  for (const file of files) {
    const fileStartedMs = performance.now();
    try {
      const said = compareWithItself(join(root, file));
      counts.compared += 1;
      if (said.changes > 0) {
        counts['with changes'] += 1;
        process.stdout.write(`${said.changes} changes: ${file}\n`);
      }
      if (said.doubts > 0) counts['with doubts'] += 1;
    } catch (error) {
      if (error instanceof ContractError) {
        counts['no description'] += 1;
        process.stdout.write(`${error.message}\n`);
      } else {
        counts.crashed += 1;
        process.stdout.write(
          `${file}: ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`,
        );
      }
    }
    slowestMs = Math.max(slowestMs, performance.now() - fileStartedMs);
  }
  for (const [what, count] of Object.entries(counts)) process.stdout.write(`${what}: ${count}\n`);
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  process.stdout.write(`${seconds} s in all, the slowest ${slowestMs.toFixed(0)} ms\n`);
  return counts['with changes'] + counts.crashed > 0 ? 1 : 0;
}

/** Reads it twice, so that nothing is the same by being the same object. */
function compareWithItself(path: string): { readonly changes: number; readonly doubts: number } {
  const text = readFileSync(path, 'utf8');
  const diff = compareApis({ base: openApi(text, path), revision: openApi(text, path) });
  return { changes: diff.changes.length, doubts: doubtsOf(diff).length };
}
