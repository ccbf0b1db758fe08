/** `npm run bench`: measures what docs/performance.md says, and writes the tables in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Benchmark, Measured } from './benchmark.ts';
import { conformance } from './conformance/conformance.ts';
import { contractsDiff } from './contracts/contracts-diff.ts';
import { contractsScaling } from './contracts/contracts-scaling.ts';
import { contractsSelf } from './contracts/contracts-self.ts';
import { cookerLoad } from './cooker/cooker-load.ts';
import { environment } from './environment/environment.ts';
import type { Machine } from './machine.ts';
import { describeMachine, sayMachine } from './machine.ts';
import { planning } from './planning/planning.ts';
import { proxy } from './proxy/proxy.ts';
import type { Arguments } from './read-arguments.ts';
import { HELP, readArguments } from './read-arguments.ts';
import { startUp } from './start-up/start-up.ts';
import { stepOverhead } from './step-overhead/step-overhead.ts';
import { renderTable } from './table/render-table.ts';
import { toJson } from './table/to-json.ts';
import { writeDocument } from './table/write-document.ts';

const BENCHMARKS: readonly Benchmark[] = [
  startUp,
  planning,
  stepOverhead,
  cookerLoad,
  environment,
  proxy,
  contractsDiff,
  contractsScaling,
  contractsSelf,
  conformance,
];
const IMAGES = new URL('../docs/images/', import.meta.url);
const DOCUMENT = new URL('../docs/performance.md', import.meta.url);
const USAGE_EXIT_CODE = 3;
const INTERRUPTED_EXIT_CODE = 130;

const interruption = new AbortController();
// Not `once`: a second signal must not cut the cleaning short, which is bounded anyway.
process.on('SIGINT', () => interruption.abort());
process.on('SIGTERM', () => interruption.abort());
process.exitCode = await main(process.argv.slice(2), interruption.signal);

async function main(argv: readonly string[], signal: AbortSignal): Promise<number> {
  let given: Arguments;
  try {
    given = readArguments(
      argv,
      BENCHMARKS.map(({ name }) => name),
    );
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    return USAGE_EXIT_CODE;
  }
  if (given.showsHelp) {
    const rows = BENCHMARKS.map(({ name, summary }) => `  ${name.padEnd(16)}${summary}\n`);
    process.stdout.write(`${HELP}\n${rows.join('')}`);
    return 0;
  }
  try {
    await bench(given, signal);
    return 0;
  } catch (error) {
    if (!signal.aborted) throw error;
    process.stderr.write('bench: interrupted\n');
    return INTERRUPTED_EXIT_CODE;
  }
}

async function bench(given: Arguments, signal: AbortSignal): Promise<void> {
  const machine = describeMachine(new Date());
  const all: Measured[] = [];
  for (const benchmark of BENCHMARKS) {
    if (given.only.length > 0 && !given.only.includes(benchmark.name)) continue;
    const measured = await carryOut(benchmark, given.rounds, signal);
    all.push(measured);
    const texts = textsOf(measured, machine, given.rounds);
    if (given.writes) {
      writeDocument(DOCUMENT, texts);
      for (const { name, svg } of measured.images ?? []) writeFileSync(new URL(name, IMAGES), svg);
    }
    if (!given.asJson) process.stdout.write(`${[...texts.values()].join('\n\n')}\n\n`);
  }
  if (given.asJson) process.stdout.write(`${JSON.stringify(toJson(machine, all), null, 2)}\n`);
}

async function carryOut(
  benchmark: Benchmark,
  rounds: number,
  signal: AbortSignal,
): Promise<Measured> {
  const scratch = mkdtempSync(join(tmpdir(), 'seatrial-bench-'));
  const progress = (text: string): void => {
    process.stderr.write(`${benchmark.name}: ${text}\n`);
  };
  try {
    return await benchmark.run({ rounds, signal, scratch, progress });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Each table with what it was measured on, so that a table measured alone says so itself. */
function textsOf(measured: Measured, machine: Machine, rounds: number): Map<string, string> {
  const said = [sayMachine(machine), `interleaved rounds: ${rounds}`, ...measured.notes].join('; ');
  return new Map(
    measured.tables.map((table) => [table.shape.name, `${renderTable(table)}\n\n${said}.`]),
  );
}
