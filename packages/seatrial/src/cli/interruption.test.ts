import assert from 'node:assert/strict';
import { test } from 'node:test';

import { listenForInterruption } from './interruption.ts';

test('before anybody has taken over, nothing is to be cleaned up: the first signal ends the process', () => {
  const exits: number[] = [];
  using listening = listenForInterruption({ exit: (code) => exits.push(code), nowMs: () => 0 });
  assert.ok(listening);
  process.emit('SIGTERM', 'SIGTERM');
  assert.deepEqual(exits, [130]);
});

test('then the first one aborts, its echo from npm does nothing, and the second one ends the process', () => {
  const exits: number[] = [];
  let nowMs = 5000;
  using interruption = listenForInterruption({
    exit: (code) => exits.push(code),
    nowMs: () => nowMs,
  });
  const signal = interruption.takeOver();
  assert.equal(signal.aborted, false);
  process.emit('SIGINT', 'SIGINT');
  assert.equal(signal.reason, 'SIGINT');
  nowMs += 100;
  process.emit('SIGINT', 'SIGINT');
  assert.deepEqual(exits, []);
  nowMs += 1000;
  process.emit('SIGTERM', 'SIGTERM');
  assert.deepEqual(exits, [130]);
});

test('who has stopped listening leaves the process as it was', () => {
  const before = process.listenerCount('SIGINT');
  listenForInterruption()[Symbol.dispose]();
  assert.equal(process.listenerCount('SIGINT'), before);
});
