import assert from 'node:assert/strict';
import { test } from 'node:test';

import { splitCommand } from './split-command.ts';

test('a command line is split at spaces outside quotes', () => {
  assert.deepEqual(splitCommand('npm run  test:e2e'), ['npm', 'run', 'test:e2e']);
  assert.deepEqual(splitCommand(`sh -c "echo 'a b'" --name='x y'`), [
    'sh',
    '-c',
    "echo 'a b'",
    '--name=x y',
  ]);
  assert.deepEqual(splitCommand('  '), []);
});

test('an open quote is refused', () => {
  assert.equal(splitCommand('echo "never closed'), null);
});
