import assert from 'node:assert/strict';
import { test } from 'node:test';

import { providedBy } from './provided-by.ts';

const rows: readonly (readonly [
  string,
  string | null,
  string | null,
  string | null,
  said: string,
])[] = [
  ['x-native', null, null, null, 'x-native'],
  ['dockerfile', null, null, 'acme/web:3', 'dockerfile, for acme/web:3'],
  [
    'npm-binary',
    'PostgreSQL',
    '18.4',
    'postgres:18',
    'npm-binary: PostgreSQL 18.4, for postgres:18',
  ],
  ['path-binary', 'Redis', null, 'redis:8', 'path-binary: Redis, for redis:8'],
  ['emulator', 'aedes', '0.51', 'mosquitto:2', 'EMULATOR: aedes 0.51, for mosquitto:2'],
];

for (const [rung, product, version, wanted, said] of rows) {
  test(`${rung} is told as "${said}"`, () => {
    assert.equal(providedBy({ rung, product, version, wanted }), said);
  });
}
