import { z } from 'zod';

import type { Failure, TestRecord } from '../../../evidence/index.ts';
import { failure } from '../../../evidence/index.ts';
import { failurePlace } from '../failure-place.ts';
import { findIds } from '../find-ids.ts';
import type { SuiteReport } from '../suite-report.ts';
import { clip, DETAIL_LENGTH, firstLine, joinName, VALUE_LENGTH } from '../suite-report.ts';
import { parseJsonReport } from './parse-json-report.ts';

const assertion = z.object({
  ancestorTitles: z.array(z.string()).default([]),
  title: z.string(),
  status: z.string(),
  duration: z.number().nullish(),
  failureMessages: z
    .array(z.string())
    .nullish()
    .transform((messages) => messages ?? []),
  location: z.object({ line: z.number(), column: z.number() }).nullish(),
  /** vitest */
  tags: z.array(z.string()).default([]),
  /** jest: how often it ran. */
  invocations: z.number().nullish(),
  /** jest: `test.failing`, which passes when its body fails. */
  failing: z.boolean().nullish(),
  failureDetails: z.array(z.unknown()).nullish(),
});
const testFile = z.object({
  name: z.string(),
  status: z.string(),
  message: z.string().nullish(),
  assertionResults: z.array(assertion),
});
const schema = z.object({ testResults: z.array(testFile), wasInterrupted: z.boolean().nullish() });

type Assertion = z.infer<typeof assertion>;
type TestFile = z.infer<typeof testFile>;

/**
 * Reads the JSON of `jest --json`, which `vitest --reporter=json` writes too.
 *
 * A file that failed without a failed test (it did not load, or a hook broke) is a problem: jest counts it among the
 * failed suites but not among the failed tests.
 */
export function readJestJson(text: string): SuiteReport {
  const parsed = parseJsonReport(text, schema);
  if ('problem' in parsed) return { tests: [], problems: [parsed.problem] };
  const { testResults, wasInterrupted } = parsed.value;
  const problems = testResults.flatMap(fileProblem);
  if (wasInterrupted === true) problems.push(failure('the runner was interrupted'));
  return {
    tests: testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map((entry) => toTest(entry, name)),
    ),
    problems,
  };
}

function fileProblem({ name, status, message, assertionResults }: TestFile): Failure[] {
  if (status !== 'failed' || assertionResults.some((entry) => entry.status === 'failed')) return [];
  const detail = clip(message ?? '', DETAIL_LENGTH);
  const reason = detail.replace(/^\s*● Test suite failed to run\s*/, '');
  const base = name.slice(name.lastIndexOf('/') + 1);
  return [
    failure(`${base} could not be run: ${firstLine(reason) || 'it failed outside its tests'}`, {
      source: failurePlace({ file: name, line: 1 }, detail),
      detail,
    }),
  ];
}

function toTest(entry: Assertion, file: string): TestRecord {
  const line = entry.location?.line ?? null;
  const name = joinName([...entry.ancestorTitles, entry.title]);
  return {
    name,
    file,
    line,
    durationMs: entry.duration ?? 0,
    ids: findIds([name, ...entry.tags]),
    ...outcomeOf(entry, { file, line }),
  };
}

function outcomeOf(
  entry: Assertion,
  place: { file: string; line: number | null },
): Pick<TestRecord, 'outcome' | 'reason' | 'failure'> {
  const [message] = entry.failureMessages;
  switch (entry.status) {
    case 'failed':
      return { outcome: 'failed', reason: null, failure: toFailure(entry, place) };
    case 'passed':
      if (entry.failing === true) return skipped('expected to fail, and did');
      if ((entry.invocations ?? 1) > 1 || message !== undefined) {
        const first = message === undefined ? '' : `: ${firstLine(message)}`;
        return { outcome: 'flaky', reason: `passed on a retry${first}`, failure: null };
      }
      return { outcome: 'passed', reason: null, failure: null };
    case 'todo':
      return skipped('todo');
    case 'skipped':
    case 'pending':
    case 'disabled':
      return skipped(entry.status === 'disabled' ? 'disabled' : 'skipped in the suite');
    default:
      return {
        outcome: 'error',
        reason: null,
        failure: failure(`the runner reports the unknown status ${JSON.stringify(entry.status)}`),
      };
  }
}

function skipped(reason: string): Pick<TestRecord, 'outcome' | 'reason' | 'failure'> {
  return { outcome: 'skipped', reason, failure: null };
}

function toFailure(entry: Assertion, place: { file: string; line: number | null }): Failure {
  const detail = clip(entry.failureMessages.join('\n\n'), DETAIL_LENGTH);
  const { actual, expected } = matcherValues(entry.failureDetails ?? []);
  return failure(firstLine(detail) || 'failed without a message', {
    source: failurePlace(place, detail),
    expected,
    seen: actual,
    detail,
  });
}

const matcher = z.object({
  matcherResult: z.object({ actual: z.unknown(), expected: z.unknown() }),
});

/** What jest's matchers compared, where they say it. */
function matcherValues(details: readonly unknown[]): {
  actual: string | null;
  expected: string | null;
} {
  const parsed = matcher.safeParse(details[0]);
  if (!parsed.success) return { actual: null, expected: null };
  const { actual, expected } = parsed.data.matcherResult;
  return { actual: render(actual), expected: render(expected) };
}

function render(value: unknown): string | null {
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? null : clip(text, VALUE_LENGTH);
}
