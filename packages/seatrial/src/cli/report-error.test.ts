import assert from 'node:assert/strict';
import { test } from 'node:test';

import { EnvironmentError } from '@seatrial/environment';

import { SeatrialError } from '../evidence/index.ts';
import { reportError } from './report-error.ts';
import type { CommandIo } from './verb.ts';

function report(error: unknown, asJson = false): { code: number; stdout: string; stderr: string } {
  const said = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr'): CommandIo['stdout'] => {
    const write = (text: string): boolean => {
      said[name] += text;
      return true;
    };
    // Only `write` is used of a stream.
    return { write } as CommandIo['stdout'];
  };
  const code = reportError(error, asJson, { stdout: into('stdout'), stderr: into('stderr') });
  return { code, ...said };
}

test('our own errors are the fault of the input: exit 3, message and hint, no stack', () => {
  const { code, stdout, stderr } = report(
    new SeatrialError('USAGE', 'no such thing', { hint: 'try b' }),
  );
  assert.deepEqual([code, stdout, stderr], [3, '', 'no such thing\n  try b\n']);
});

test('an environment that fails is exit 4, its malformed input exit 3', () => {
  const message = 'it did not work';
  const diagnostics = [{ code: 'X', severity: 'error', message }] as const;
  assert.equal(report(new EnvironmentError('SERVICE_DIED', diagnostics)).code, 4);
  assert.equal(report(new EnvironmentError('COMPOSE_INVALID', diagnostics)).code, 3);
});

test('anything else is a bug of ours: exit 70 with the stack, also when it is no error at all', () => {
  const { code, stderr } = report(new TypeError('x is not a function'));
  assert.equal(code, 70);
  assert.match(stderr, /this is a bug in seatrial: TypeError: x is not a function\n {4}at /);
  assert.equal(report('a string').code, 70);
  const asJson = report(new Error('boom'), true);
  assert.equal(asJson.stderr, '');
  assert.match(asJson.stdout, /"code": "INTERNAL"/);
});
