import { z } from 'zod';

import type { Failure, TestRecord } from '../../../evidence/index.ts';
import { failure } from '../../../evidence/index.ts';
import { failurePlace } from '../failure-place.ts';
import { findIds } from '../find-ids.ts';
import type { SuiteReport } from '../suite-report.ts';
import { clip, DETAIL_LENGTH, firstLine, joinName, VALUE_LENGTH } from '../suite-report.ts';

const schema = z.object({
  passed: z.boolean(),
  path: z.array(z.string()).min(1),
  kind: z.enum(['test', 'suite', 'file']),
  file: z.string().nullable(),
  line: z.number().nullable(),
  durationMs: z.number(),
  skip: z.union([z.string(), z.boolean()]).nullable(),
  todo: z.union([z.string(), z.boolean()]).nullable(),
  expectFailure: z.boolean(),
  tags: z.array(z.string()),
  error: z
    .object({
      failureType: z.string().nullable(),
      message: z.string(),
      stack: z.string(),
      expected: z.string().nullable(),
      actual: z.string().nullable(),
      exit: z.string().nullable(),
    })
    .nullable(),
});

/** One line of `reportNodeTests`: the end of a test, of a `describe`, or of a file's process. */
export type NodeTestEvent = z.infer<typeof schema>;

/** How `node:test` says that a test never had its turn, or that its surroundings broke. */
const NOT_CARRIED_OUT = new Set(['cancelledByParent', 'hookFailed', 'testAborted']);

/** Reads the lines of our reporter for `node:test`; a last line that breaks off is what a killed runner leaves. */
export function readNodeTestEvents(text: string): SuiteReport {
  const tests: TestRecord[] = [];
  const problems: Failure[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const event = parseLine(line);
    if (event === null) {
      problems.push(failure('a line of the report breaks off', { seen: clip(line, VALUE_LENGTH) }));
    } else if (event.kind === 'test' || (event.kind === 'suite' && isSet(event.skip))) {
      // A skipped `describe` stands for its tests, which the runner does not report.
      tests.push(toTest(event));
    } else {
      problems.push(...toProblem(event));
    }
  }
  return { tests, problems };
}

function parseLine(line: string): NodeTestEvent | null {
  try {
    return schema.parse(JSON.parse(line));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

/** A `describe` fails with its tests, which speak for themselves; alone it fails when a hook of it breaks. */
function toProblem(event: NodeTestEvent): Failure[] {
  const { passed, error, kind, path } = event;
  if (passed || error === null || error.failureType === 'subtestsFailed') return [];
  const what =
    kind === 'file'
      ? `${path[0] ?? 'a file'} could not be run: its process ended with ${error.exit ?? error.message}`
      : `${joinName(path)}: ${firstLine(error.message)}`;
  return [failure(what, { source: placeOf(event), detail: clip(error.stack, DETAIL_LENGTH) })];
}

function toTest(event: NodeTestEvent): TestRecord {
  const name = joinName(event.path);
  return {
    name,
    file: event.file,
    line: event.line,
    durationMs: event.durationMs,
    ids: findIds([name, ...event.tags]),
    ...outcomeOf(event),
  };
}

function outcomeOf(event: NodeTestEvent): Pick<TestRecord, 'outcome' | 'reason' | 'failure'> {
  const { skip, todo, passed, error } = event;
  if (isSet(skip)) return skipped('skipped in the suite', skip);
  if (isSet(todo)) return skipped('todo', todo);
  if (passed && event.expectFailure) return skipped('expected to fail, and did', true);
  if (passed) return { outcome: 'passed', reason: null, failure: null };
  const outcome = NOT_CARRIED_OUT.has(error?.failureType ?? '') ? 'error' : 'failed';
  return { outcome, reason: null, failure: toFailure(event) };
}

function toFailure(event: NodeTestEvent): Failure {
  const { message = '', stack = '', expected = null, actual = null } = event.error ?? {};
  return failure(firstLine(message) || 'failed without a message', {
    source: placeOf(event),
    expected,
    seen: actual,
    detail: clip(stack, DETAIL_LENGTH),
  });
}

/** A skip or todo mark is true, or the reason, which may be empty. */
function isSet(mark: string | boolean | null): mark is string | true {
  return mark !== null && mark !== false;
}

function placeOf(event: NodeTestEvent): Failure['source'] {
  return failurePlace(event, event.error?.stack ?? '');
}

function skipped(
  word: string,
  note: string | boolean,
): Pick<TestRecord, 'outcome' | 'reason' | 'failure'> {
  const reason = typeof note === 'string' && note !== '' ? `${word}: ${clip(note, 500)}` : word;
  return { outcome: 'skipped', reason, failure: null };
}
