import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { buildRunRecord, openEventLog, readEventLog } from '../../src/evidence/index.ts';
import { describedCheck, runStarted } from '../support/run-events.ts';

const folder = mkdtempSync(join(tmpdir(), 'seatrial-log-'));
after(() => rmSync(folder, { recursive: true }));

test('an event is on disk when emit returns, numbered and timed by both clocks', () => {
  const path = join(folder, 'timed.ndjson');
  let nowMs = 1000;
  const clock = { now: () => new Date(nowMs), monotonicMs: () => nowMs };
  using log = openEventLog(path, clock);
  log.emit(runStarted([]));
  nowMs += 1.5;
  log.emit({ type: 'run.finished' });
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  assert.equal(lines.length, 2);
  assert.deepEqual(JSON.parse(lines[1] ?? ''), {
    seq: 1,
    at: '1970-01-01T00:00:01.001Z',
    elapsedMs: 1.5,
    type: 'run.finished',
  });
});

test('what is read back is what was said', () => {
  const path = join(folder, 'back.ndjson');
  using log = openEventLog(path);
  log.emit(runStarted([describedCheck('A-1')]));
  log.emit({ type: 'run.finished' });
  assert.deepEqual(readEventLog(path), log.events);
});

test('a line torn by a crash makes the run not proven instead of unreadable', () => {
  const path = join(folder, 'torn.ndjson');
  using log = openEventLog(path);
  log.emit(runStarted([]));
  appendFileSync(path, '{"seq":1,"at":"2026');
  const { verdict } = buildRunRecord(readEventLog(path));
  assert.equal(verdict.exitCode, 70);
  assert.match(verdict.reason, /killed while writing/);
});

const bad: readonly (readonly [title: string, text: string, message: RegExp])[] = [
  ['an empty file', '', /expected a run\.started event/],
  ['another NDJSON file', '{"a":1}\n{"b":2}\n', /:1:1: expected one event/],
  ['a log of a newer version', newerLog(), /log version 99 .* expected version 1/],
];
for (const [title, text, message] of bad) {
  test(`refuses ${title}`, () => {
    const path = join(folder, `${title.replaceAll(' ', '-')}.ndjson`);
    writeFileSync(path, text);
    assert.throws(() => readEventLog(path), { code: 'LOG_INVALID', message });
  });
}

function newerLog(): string {
  const event = { seq: 0, at: '', elapsedMs: 0, ...runStarted([]), logVersion: 99 };
  return `${JSON.stringify(event)}\n`;
}
