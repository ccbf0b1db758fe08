import assert from 'node:assert/strict';
import { test } from 'node:test';

import { buildRunRecord } from '../../src/evidence/index.ts';
import type { EventBody, RunEvent } from '../../src/evidence/index.ts';
import { mergeLogs } from '../../src/run/merge-logs.ts';
import { asLog, attempt, describedCheck, runStarted } from '../support/run-events.ts';

const checks = [
  describedCheck('A-1', { shard: 1 }),
  describedCheck('B-2', { shard: 2 }),
  describedCheck('C-3', { shard: 1 }),
];

function shardLog(index: number, ids: readonly string[]): readonly RunEvent[] {
  const start = runStarted(checks, { runId: `run-${index}`, shard: { index, total: 2 } });
  return asLog([start, ...ids.flatMap((id) => attempt(id, { outcome: 'passed' }))]);
}

test('the logs of all shards make one ready verdict', () => {
  const { verdict, checks: merged } = buildRunRecord(
    mergeLogs([shardLog(1, ['A-1', 'C-3']), shardLog(2, ['B-2'])]),
  );
  assert.equal(verdict.word, 'ready');
  assert.deepEqual(
    merged.map(({ id }) => id),
    ['A-1', 'B-2', 'C-3'],
  );
});

test('a missing shard makes the verdict not proven and names its checks', () => {
  const { verdict } = buildRunRecord(mergeLogs([shardLog(1, ['A-1', 'C-3'])]));
  assert.equal(verdict.word, 'not proven');
  assert.deepEqual(
    verdict.decidedBy.map(({ check }) => check),
    ['B-2'],
  );
});

test('events are numbered anew, without gaps', () => {
  const merged = mergeLogs([shardLog(1, ['A-1']), shardLog(2, ['B-2'])]);
  assert.deepEqual(
    merged.map(({ seq }) => seq),
    merged.map((_, index) => index),
  );
});

test('refuses the same shard twice', () => {
  assert.throws(() => mergeLogs([shardLog(1, []), shardLog(1, [])]), { code: 'LOG_INVALID' });
});

test('refuses logs of different plans', () => {
  const other = asLog([runStarted([describedCheck('Z-9')], { shard: { index: 2, total: 2 } })]);
  assert.throws(() => mergeLogs([shardLog(1, []), other]), {
    code: 'LOG_INVALID',
    message: /different plans/,
  });
});

test('a service that died in one shard turns the verdict, though the next shard started it anew', () => {
  const started: EventBody = {
    type: 'service.started',
    service: 'web',
    rung: 'x-native',
    command: 'node web.mjs',
    pid: 1,
    ports: { 5000: 20_000 },
    log: 'logs/web.log',
  };
  const starting: EventBody = { type: 'environment.starting', driver: 'native', services: ['web'] };
  const died: EventBody = {
    type: 'service.died',
    service: 'web',
    exit: 'signal SIGKILL',
    logTail: [],
  };
  const logs = [1, 2].map((index) => {
    const start = runStarted(checks, { runId: `run-${index}`, shard: { index, total: 2 } });
    const ids = checks.filter(({ shard }) => shard === index).map(({ id }) => id);
    const passed = ids.flatMap((id) => attempt(id, { outcome: 'passed' }));
    return asLog([start, starting, started, ...passed, ...(index === 1 ? [died] : [])]);
  });
  const { verdict, environment } = buildRunRecord(mergeLogs(logs));
  assert.equal(verdict.word, 'not ready');
  assert.equal(environment?.services[0]?.died?.exit, 'signal SIGKILL');
});
