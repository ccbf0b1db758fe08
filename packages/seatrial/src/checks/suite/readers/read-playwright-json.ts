import { z } from 'zod';

import type { Failure, TestRecord } from '../../../evidence/index.ts';
import { failure } from '../../../evidence/index.ts';
import { failurePlace } from '../failure-place.ts';
import { findIds } from '../find-ids.ts';
import type { SuiteReport } from '../suite-report.ts';
import { clip, DETAIL_LENGTH, firstLine, joinName } from '../suite-report.ts';
import { parseJsonReport } from './parse-json-report.ts';

const location = z.object({ file: z.string(), line: z.number(), column: z.number() });
const errorSchema = z.object({
  message: z.string().nullish(),
  stack: z.string().nullish(),
  location: location.nullish(),
});
const result = z.object({
  status: z.string().nullish(),
  duration: z.number().default(0),
  errors: z.array(errorSchema).default([]),
});
const testSchema = z.object({
  expectedStatus: z.string().default('passed'),
  status: z.string(),
  projectName: z.string().default(''),
  annotations: z
    .array(z.object({ type: z.string(), description: z.string().nullish() }))
    .default([]),
  results: z.array(result),
});
const spec = z.object({
  title: z.string(),
  file: z.string(),
  line: z.number(),
  tags: z.array(z.string()).default([]),
  tests: z.array(testSchema),
});
interface Group {
  title: string;
  file: string;
  specs: z.infer<typeof spec>[];
  suites?: Group[] | undefined;
}
const group: z.ZodType<Group> = z.object({
  title: z.string(),
  file: z.string(),
  specs: z.array(spec),
  suites: z.lazy(() => z.array(group)).optional(),
});
const schema = z.object({
  config: z.object({ rootDir: z.string() }),
  suites: z.array(group),
  errors: z.array(errorSchema).default([]),
});

type Spec = z.infer<typeof spec>;
type Test = z.infer<typeof testSchema>;
type PlaywrightError = z.infer<typeof errorSchema>;

/** Reads the report of `playwright test --reporter=json`; a test that runs in several projects is named with each. */
export function readPlaywrightJson(text: string): SuiteReport {
  const parsed = parseJsonReport(text, schema);
  if ('problem' in parsed) return { tests: [], problems: [parsed.problem] };
  const { config, suites, errors } = parsed.value;
  const specs = suites.flatMap((suite) => specsOf(suite, []));
  const projects = new Set(specs.flatMap((entry) => entry.spec.tests.map((t) => t.projectName)));
  const tests = specs.flatMap(({ spec: entry, path }) =>
    entry.tests.map((test) => {
      const project = projects.size > 1 ? ` [${test.projectName}]` : '';
      const name = `${joinName([...path, entry.title])}${project}`;
      return toTest({ name, file: `${config.rootDir}/${entry.file}`, spec: entry, test });
    }),
  );
  const problems = errors
    .filter(({ message }) => message?.startsWith('Error: No tests found') !== true)
    .map(toProblem);
  return { tests, problems };
}

/** The outermost group is the file, whose title is no part of a test's name. */
function specsOf(suite: Group, path: readonly string[]): { spec: Spec; path: readonly string[] }[] {
  return [
    ...suite.specs.map((entry) => ({ spec: entry, path })),
    ...(suite.suites ?? []).flatMap((inner) => specsOf(inner, [...path, inner.title])),
  ];
}

function toProblem({ message, stack, location: place }: PlaywrightError): Failure {
  const text = message ?? stack ?? 'an error without a message';
  return failure(firstLine(text), {
    source: place === undefined || place === null || place.file.startsWith('<') ? null : place,
    detail: clip(stack ?? text, DETAIL_LENGTH),
  });
}

function toTest(entry: { name: string; file: string; spec: Spec; test: Test }): TestRecord {
  const { name, file, spec: parent, test } = entry;
  const notes = test.annotations.flatMap(({ description }) => description ?? []);
  return {
    name,
    file,
    line: parent.line,
    durationMs: test.results.reduce((total, { duration }) => total + duration, 0),
    ids: findIds([name, ...parent.tags, ...notes]),
    ...outcomeOf(test, { file, line: parent.line }),
  };
}

function outcomeOf(
  test: Test,
  place: { file: string; line: number },
): Pick<TestRecord, 'outcome' | 'reason' | 'failure'> {
  const last = test.results.at(-1);
  const note = (types: readonly string[]): string =>
    test.annotations.find(({ type }) => types.includes(type))?.description ?? '';
  switch (test.status) {
    case 'expected':
      if (test.expectedStatus === 'failed') {
        return skipped(['expected to fail, and did', note(['fail'])]);
      }
      return { outcome: 'passed', reason: null, failure: null };
    case 'flaky': {
      const first = firstLine(test.results[0]?.errors[0]?.message ?? '');
      return {
        outcome: 'flaky',
        reason: ['passed on a retry', first].filter(Boolean).join(': '),
        failure: null,
      };
    }
    case 'skipped':
      if (test.expectedStatus !== 'skipped' && last?.status !== 'skipped') {
        return skipped(['did not run']);
      }
      return skipped(['skipped in the suite', note(['skip', 'fixme'])]);
    case 'unexpected':
      return last?.status === 'interrupted'
        ? { outcome: 'error', reason: null, failure: failure('interrupted') }
        : { outcome: 'failed', reason: null, failure: toFailure(test, place) };
    default: {
      const message = `the runner reports the unknown status ${JSON.stringify(test.status)}`;
      return { outcome: 'error', reason: null, failure: failure(message) };
    }
  }
}

function skipped(reason: readonly string[]): Pick<TestRecord, 'outcome' | 'reason' | 'failure'> {
  return { outcome: 'skipped', reason: reason.filter(Boolean).join(': '), failure: null };
}

function toFailure(test: Test, place: { file: string; line: number }): Failure {
  const last = test.results.at(-1);
  if (test.expectedStatus === 'failed' && last?.status === 'passed') {
    return failure('passed although it is expected to fail', { source: failurePlace(place, '') });
  }
  const detail = clip(
    (last?.errors ?? []).map(({ message, stack }) => message ?? stack ?? '').join('\n\n'),
    DETAIL_LENGTH,
  );
  const own = last?.errors.find((error) => error.location?.file === place.file)?.location;
  return failure(firstLine(detail) || `ended as ${last?.status ?? 'unknown'}`, {
    source: own ?? failurePlace(place, detail),
    detail,
  });
}
