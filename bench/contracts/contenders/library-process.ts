/**
 * Compares two descriptions through the library until it is warm, and then measures. Arguments: two files.
 * Prints `{wallMs, cpuMs, peakMb}` of one comparison, the memory that of the process's whole life.
 */
import { readFileSync } from 'node:fs';

import { compareApis, describeChanges, openApi } from '../../../packages/contracts/src/index.ts';

/** Small pairs are repeated that long, large ones once. */
const WARM_UP_MS = 2000;
const MEASURED_MS = 1000;

const [base = '', revision = ''] = process.argv.slice(2);
const texts = [base, revision].map((file) => readFileSync(file, 'utf8'));

const compare = (): number => {
  const [before = '', after = ''] = texts;
  const pair = { base: openApi(before, base), revision: openApi(after, revision) };
  return describeChanges(compareApis(pair, { today: new Date() }).changes).length;
};

repeat(WARM_UP_MS);
const cpuBefore = process.cpuUsage();
const measured = repeat(MEASURED_MS);
const { user, system } = process.cpuUsage(cpuBefore);
process.stdout.write(
  JSON.stringify({
    wallMs: measured.durationMs / measured.times,
    cpuMs: (user + system) / 1000 / measured.times,
    peakMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
  }),
);

function repeat(atLeastMs: number): { readonly times: number; readonly durationMs: number } {
  const startedMs = performance.now();
  let times = 0;
  let durationMs = 0;
  while (durationMs < atLeastMs) {
    if (compare() === 0) throw new Error(`nothing changed between ${base} and ${revision}`);
    times += 1;
    durationMs = performance.now() - startedMs;
  }
  return { times, durationMs };
}
