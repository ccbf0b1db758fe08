import { parseArgs } from 'node:util';

import { readBases } from './base-documents.ts';
import { MutantJudge } from './judge-mutant.ts';
import type { FuzzReport } from './run-fuzz.ts';
import { runFuzz } from './run-fuzz.ts';

const BOUND_MS = 2000;
const MOST_SHOWN = 40;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '1' },
    show: { type: 'string' },
  },
});

const seed = Number(values.seed);
if (values.show === undefined) {
  const startedMs = performance.now();
  const report = await runFuzz({
    count: Number(values.count),
    seed,
    files: positionals,
    boundMs: BOUND_MS,
  });
  process.stdout.write(sayReport(report, performance.now() - startedMs));
  process.exitCode = report.findings.length > 0 ? 1 : 0;
} else {
  const { base, kind, text } = new MutantJudge(seed, readBases(positionals)).mutant(
    Number(values.show),
  );
  process.stdout.write(`${base.uri} ${kind}\n${text}\n`);
}

function sayReport({ fates, findings, slowestMs }: FuzzReport, tookMs: number): string {
  const groups = Map.groupBy(findings, ({ fate, detail }) => `${fate} ${firstLines(detail)}`);
  const largest = [...groups].toSorted(([, one], [, other]) => other.length - one.length);
  return [
    ...Object.entries(fates).map(
      ([fate, count]) => `${fate.padEnd(12)}${String(count).padStart(7)}`,
    ),
    `slowest ${slowestMs.toFixed(0)} ms, all ${(tookMs / 1000).toFixed(1)} s`,
    ...largest
      .slice(0, MOST_SHOWN)
      .map(
        ([what, list]) => `${list.length} × ${what}  (--show ${list[0]?.index}, ${list[0]?.kind})`,
      ),
    '',
  ].join('\n');
}

function firstLines(detail: string): string {
  return detail.split('\n').slice(0, 2).join(' ');
}
