import { inspect } from 'node:util';

import type { NodeTestEvent } from '../readers/read-node-test-events.ts';

/** What is read of the runner's events; Node 20 to 26 differ in the rest. */
interface RunnerEvent {
  readonly type: string;
  readonly data: EventData;
}
interface EventData {
  readonly name?: string;
  readonly nesting?: number;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly skip?: string | boolean;
  readonly todo?: string | boolean;
  readonly tags?: readonly string[];
  readonly expectFailure?: unknown;
  readonly details?: {
    readonly type?: string;
    readonly duration_ms?: number;
    readonly error?: RunnerError;
  };
}
interface RunnerError extends Error {
  readonly failureType?: string;
  readonly exitCode?: number | null;
  readonly signal?: string | null;
}

/**
 * The text of a reporter module for `node --test`: one JSON line at the end of each test, `describe` and file.
 *
 * Text, because the suite's own node may be one that reads no TypeScript (or Seatrial may be installed as JavaScript).
 * So the functions below name nothing but each other and `inspect`, and keep to what Node 20 knows.
 */
export function nodeTestReporter(): string {
  const parts = [showValue, describeError, kindOf, toEvent, reportNodeTests].map(String);
  return [
    `import { inspect } from 'node:util';`,
    ...parts,
    `export default ${reportNodeTests.name};`,
    '',
  ].join('\n');
}

/**
 * The reporter itself.
 *
 * @yields one line for each end
 */
async function* reportNodeTests(source: AsyncIterable<RunnerEvent>): AsyncGenerator<string> {
  const open: string[] = [];
  for await (const { type, data } of source) {
    const nesting = data.nesting ?? 0;
    if (type === 'test:start') {
      open.length = nesting;
      open.push(data.name ?? '');
    } else if (type === 'test:pass' || type === 'test:fail') {
      const path = [...open.slice(0, nesting), data.name ?? ''];
      yield `${JSON.stringify(toEvent(data, path, type === 'test:pass'))}\n`;
    }
  }
}

function toEvent(data: EventData, path: string[], passed: boolean): NodeTestEvent {
  const { file = null, line = null, skip = null, todo = null, details = {} } = data;
  const { error, duration_ms: durationMs = 0 } = details;
  return {
    passed,
    path,
    kind: kindOf(data),
    file,
    line,
    durationMs,
    skip,
    todo,
    expectFailure: data.expectFailure !== undefined && data.expectFailure !== false,
    tags: [...(data.tags ?? [])],
    error: error === undefined ? null : describeError(error),
  };
}

/** The runner makes up a test for each file's process, named by the path and put at its very beginning. */
function kindOf({
  name = '',
  nesting,
  file,
  line,
  column,
  details,
}: EventData): NodeTestEvent['kind'] {
  const atStart = nesting === 0 && line === 1 && column === 1;
  if (atStart && file !== undefined && file.endsWith(name)) return 'file';
  return details?.type === 'suite' ? 'suite' : 'test';
}

function describeError(error: RunnerError): NodeTestEvent['error'] {
  const { cause, exitCode, signal, failureType = null } = error;
  const thrown = cause instanceof Error ? cause : error;
  const values = typeof cause === 'object' && cause !== null && 'actual' in cause ? cause : null;
  const code = typeof exitCode === 'number' ? `exit code ${exitCode}` : null;
  return {
    failureType,
    message: thrown.message.slice(0, 4000),
    stack: (thrown.stack ?? thrown.message).slice(0, 8000),
    expected: values !== null && 'expected' in values ? showValue(values.expected) : null,
    actual: values === null ? null : showValue(values.actual),
    exit: typeof signal === 'string' ? `signal ${signal}` : code,
  };
}

function showValue(value: unknown): string {
  return inspect(value, { depth: 4, breakLength: 100 }).slice(0, 1000);
}
