import { createHash } from 'node:crypto';

import type { AttemptRecord, Failure, Outcome, RunRecord } from '../evidence/index.ts';
import { casesOfCheck, casesOutsideChecks } from './cases.ts';
import type { ReportedCase } from './cases.ts';
import { firstDifference, formatPosition } from './first-difference.ts';
import { notProven } from './not-proven.ts';
import { clip, oneLine, plainText } from './plain-text.ts';

/** Version of the CTRF specification that the document follows. */
const SPEC_VERSION = '0.0.0';
const MAX_TRACE_CHARS = 10_000;

type CtrfStatus = 'passed' | 'failed' | 'skipped';
type CtrfObject = Readonly<Record<string, unknown>>;

/**
 * CTRF JSON (Common Test Report Format). It knows no "not proven" and no "could not be carried out":
 * an `error` becomes `failed`, `rawStatus` keeps our word, and `results.summary.extra` the verdict.
 *
 * @see https://github.com/ctrf-io/ctrf/blob/main/schema/ctrf.schema.json
 */
export function renderCtrf(record: RunRecord): string {
  const tests = [...casesOutsideChecks(record), ...record.checks.flatMap(casesOfCheck)].map((one) =>
    toTest(record, one),
  );
  const document = {
    reportFormat: 'CTRF',
    specVersion: SPEC_VERSION,
    reportId: reportId(record),
    runId: record.runId,
    timestamp: new Date(epochMs(record, record.durationMs)).toISOString(),
    generatedBy: `seatrial ${record.seatrialVersion}`,
    results: {
      tool: { name: 'seatrial', version: record.seatrialVersion },
      summary: summary(record, tests),
      tests,
      environment: environment(record),
      extra: { requirements: record.requirements },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function summary(record: RunRecord, tests: readonly CtrfObject[]): CtrfObject {
  const count = (status: CtrfStatus): number =>
    tests.filter((test) => test['status'] === status).length;
  const { word, reason, exitCode } = record.verdict;
  return {
    tests: tests.length,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    pending: 0,
    other: 0,
    flaky: tests.filter((test) => test['flaky'] === true).length,
    start: epochMs(record, 0),
    stop: epochMs(record, record.durationMs),
    duration: Math.round(record.durationMs),
    extra: { verdict: word, reason, exitCode },
  };
}

function toTest(record: RunRecord, one: ReportedCase): CtrfObject {
  const { check } = one;
  const started = one.test === null ? check?.startedMs : null;
  const attempts = one.test === null ? (check?.attempts ?? []) : [];
  return {
    name: oneLine(one.name) || '(no name)',
    status: statusOf(one.outcome),
    duration: Math.round(one.durationMs),
    ...(typeof started === 'number' && {
      start: epochMs(record, started),
      stop: epochMs(record, started + one.durationMs),
    }),
    suite: suitePath(one),
    rawStatus: one.outcome,
    type: check?.kind ?? 'environment',
    ...(one.file !== null && { filePath: one.file }),
    ...(one.line !== null && { line: Math.max(1, Math.round(one.line)) }),
    ...(one.ids.length > 0 && { tags: one.ids }),
    ...(one.outcome === 'flaky' && { flaky: true }),
    ...messageAndTrace(one),
    ...(attempts.length > 1 && {
      retries: attempts.length - 1,
      retryAttempts: attempts.map(toAttempt),
    }),
    ...steps(attempts),
    extra: extraOf(one),
  };
}

function suitePath(one: ReportedCase): readonly string[] {
  if (one.check === null) {
    return ['environment'];
  }
  const workItem = one.check.workItem ?? 'project';
  return one.check.kind === 'suite' ? [workItem, one.check.id.replace(/^suite:/, '')] : [workItem];
}

function extraOf(one: ReportedCase): CtrfObject {
  const { check } = one;
  return {
    requirements: one.ids,
    ...(check !== null && {
      check: check.id,
      required: check.required,
      rerun: check.rerun,
    }),
  };
}

function messageAndTrace(one: ReportedCase): CtrfObject {
  const { reason } = one;
  // A suite as a case of its own has no first test to point at.
  const why = one.test === null && one.check !== null ? firstDifference(one.check) : one.failure;
  if (why !== null) {
    return { message: plainText(why.message), trace: traceOf(why) };
  }
  if (reason === null) {
    return {};
  }
  return { message: plainText(one.outcome === 'skipped' ? notProven(reason) : reason) };
}

function traceOf(why: Failure): string {
  const lines = [
    why.expected === null ? '' : `expected: ${why.expected}`,
    why.seen === null ? '' : `seen: ${why.seen}`,
    why.source === null ? '' : `at ${formatPosition(why.source)}`,
    why.detail ?? '',
  ];
  return clip(plainText(lines.filter((line) => line !== '').join('\n')), MAX_TRACE_CHARS);
}

function toAttempt(attempt: AttemptRecord): CtrfObject {
  const { attempt: number, durationMs, outcome } = attempt;
  return {
    attempt: number,
    status: statusOf(outcome),
    duration: Math.round(durationMs),
    ...('failure' in attempt && {
      message: plainText(attempt.failure.message),
      trace: traceOf(attempt.failure),
    }),
    ...('reason' in attempt && { message: plainText(attempt.reason) }),
  };
}

function steps(attempts: readonly AttemptRecord[]): CtrfObject {
  const last = attempts.at(-1)?.steps ?? [];
  if (last.length === 0) {
    return {};
  }
  return {
    steps: last.map((step) => ({ name: oneLine(step.title), status: statusOf(step.outcome) })),
  };
}

function statusOf(outcome: Outcome): CtrfStatus {
  switch (outcome) {
    case 'passed':
    case 'flaky':
      return 'passed';
    case 'failed':
    case 'error':
      return 'failed';
    case 'skipped':
      return 'skipped';
    default:
      throw new Error(`unknown outcome ${String(outcome satisfies never)}`);
  }
}

function environment(record: RunRecord): CtrfObject {
  const { git, shard, machine, environment: services } = record;
  return {
    appName: record.project,
    ...(git !== null && { commit: git.commit }),
    osPlatform: machine.platform,
    ...(shard !== null && { shardId: `${shard.index}/${shard.total}` }),
    ...(services !== null && { healthy: services.failure === null }),
    extra: {
      dirty: git?.dirty ?? null,
      seed: record.seed,
      node: machine.node,
      cpus: machine.cpus,
      driver: services?.driver ?? null,
      engine: services?.engine ?? null,
      services:
        services?.services.map(({ name, rung, product, version, wanted }) => ({
          name,
          rung,
          product,
          version,
          wanted,
        })) ?? [],
      servicesNotProven: services?.notProven ?? [],
    },
  };
}

function epochMs(record: RunRecord, elapsedMs: number): number {
  return Math.round(Date.parse(record.startedAt) + elapsedMs);
}

/** A UUID (version 8, RFC 9562) made of the run and its shard, so one record always gives one document. */
function reportId(record: RunRecord): string {
  const shard = record.shard === null ? 'all' : `${record.shard.index}/${record.shard.total}`;
  const hex = createHash('sha256').update(`${record.runId} ${shard}`).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join('-');
}
