import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ContractError, openApi } from '../src/index.ts';

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const bomb = [
  'openapi: 3.0.0',
  'a: &a [1,1,1,1,1,1,1,1,1]',
  ...'bcdefghij'
    .split('')
    .map(
      (name, index) =>
        `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghi'[index]}`).join(',')}]`,
    ),
].join('\n');

const BAD: readonly (readonly [what: string, text: string, code: string, place: string])[] = [
  ['nothing', ' \n', 'DOCUMENT_EMPTY', '1:1'],
  ['a web page', '<!DOCTYPE html>\n<html>', 'DOCUMENT_KIND', '1:1'],
  ['a list', '[1]', 'DOCUMENT_KIND', '1:1'],
  ['a word', 'hello', 'DOCUMENT_KIND', '1:1'],
  ['another kind of YAML', 'services: {}\n', 'DOCUMENT_KIND', '1:1'],
  ['a version of the future', 'openapi: 9.0.0\n', 'DOCUMENT_VERSION', '1:1'],
  ['JSON that ends too early', '{"openapi": [1', 'DOCUMENT_SYNTAX', '1:15'],
  ['JSON with a comma too many', '{"openapi":1,}', 'DOCUMENT_SYNTAX', '1:14'],
  [
    'a key twice in JSON',
    '{"openapi":"3.0.0","paths":{"/x":{},\n "/x":{}}}',
    'DOCUMENT_SYNTAX',
    '2:2',
  ],
  ['a key twice in YAML', 'openapi: 3.0.0\ninfo: {}\ninfo: {}\n', 'DOCUMENT_SYNTAX', '3:1'],
  ['a tab in YAML', 'a:\n\tb: 1', 'DOCUMENT_SYNTAX', '2:1'],
  ['two documents', 'openapi: 3.0.0\n---\nopenapi: 3.0.0\n', 'DOCUMENT_SEVERAL', '1:1'],
  ['aliases of aliases', bomb, 'DOCUMENT_TOO_LARGE', '1:1'],
  [
    'an alias of what it stands in',
    'openapi: 3.0.0\na: &a\n  b: *a\n',
    'DOCUMENT_TOO_LARGE',
    '1:1',
  ],
  ['five thousand levels', nested(5000), 'DOCUMENT_TOO_LARGE', '1:1'],
];

for (const [what, text, code, place] of BAD) {
  test(`${what} is refused, and says where`, () => {
    assert.throws(
      () => openApi(text, 'api.yaml'),
      (error) => {
        assert.ok(error instanceof ContractError);
        const { file, line, column } = error.diagnostic;
        assert.deepEqual([error.code, file, `${line}:${column}`], [code, 'api.yaml', place]);
        return true;
      },
    );
  });
}
