import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Suite } from '../project/index.ts';
import { suitesOf } from './prove-by-suite.ts';

function suite(name: string, directory: string, files: readonly string[] = []): Suite {
  return {
    name,
    runner: 'node:test',
    directory,
    files,
    command: null,
    report: null,
    required: true,
    timeoutMs: 1000,
    needsEnvironment: false,
    source: { file: '.session/config.json', line: 1, column: 1 },
  };
}

const all = suite('all', '.');
const shop = suite('shop', 'systems/shop');
const doors = suite('doors', 'systems/shop', ['test/**/*.door.test.ts', 'test/extra']);

const rows: readonly (readonly [string, readonly string[]])[] = [
  ['systems/shop/test/a/pay.door.test.ts', ['doors']],
  ['systems/shop/test/extra/pay.test.ts', ['doors']],
  ['systems/shop/test/pay.test.ts', ['shop']],
  ['systems/shopping/pay.test.ts', ['all']],
];
for (const [path, names] of rows) {
  test(`${path} is run by ${names.join()}`, () => {
    assert.deepEqual(
      suitesOf(path, [all, shop, doors]).map(({ name }) => name),
      names,
    );
  });
}

test('a file outside every suite is run by none', () => {
  assert.deepEqual(suitesOf('other/pay.test.ts', [shop, doors]), []);
  assert.deepEqual(suitesOf('systems/shop/test/pay.test.ts', [doors]), []);
});
