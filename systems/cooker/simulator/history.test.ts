import assert from 'node:assert/strict';
import { test } from 'node:test';

import { History } from './history.ts';

test('CTL-06 the stream of states never pushes a command out of the history', () => {
  const history = new History();
  history.record('received', { command: 'CMD_APC_START', requestId: 'r' });
  for (let count = 0; count < 1500; count += 1) history.record('sent', { command: 'EVENT' });
  assert.equal(history.find({ direction: 'received' }).length, 1);
  assert.equal(history.find({ direction: 'sent' }).length, 1000);
  assert.equal(history.find({})[0]?.seq, 1);
  assert.equal(history.find({ command: 'CMD_APC_START' })[0]?.requestId, 'r');
});
