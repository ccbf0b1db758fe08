import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compareDatabases } from '../src/database/index.ts';
import { sqliteSchemaOf, toldOf } from './databases.ts';

const ROWS: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    'the same in other words',
    `CREATE TABLE T (id INTEGER PRIMARY KEY, a int UNIQUE, b TEXT CHECK (b <> ')'), c REFERENCES u);
     CREATE TABLE U (Id INTEGER PRIMARY KEY); CREATE INDEX i ON t (b);`,
    `CREATE TABLE u (id INTEGER PRIMARY KEY AUTOINCREMENT); CREATE TABLE "t" ("id" INTEGER PRIMARY KEY, a integer,
     b text CONSTRAINT k CHECK ((b <> ')')) /* check (c) */, c REFERENCES u (id)); CREATE UNIQUE INDEX z ON t (a);
     CREATE INDEX IF NOT EXISTS "j" ON "T" ( b );`,
    [],
  ],
  [
    'columns',
    'CREATE TABLE t (a int, b text, c int NOT NULL DEFAULT 1)',
    'CREATE TABLE t (b int, c int NOT NULL, d int NOT NULL)',
    [
      'ERR column-removed t.a (writers, readers)',
      'WARN column-type-changed t.b (writers, readers)',
      'ERR column-default-removed t.c (writers)',
      'ERR column-added t.d (writers)',
    ],
  ],
  [
    'a length, which SQLite does not look at',
    'CREATE TABLE t (a varchar(40))',
    'CREATE TABLE t (a varchar(20))',
    ['INFO column-type-changed t.a ()'],
  ],
  [
    'constraints and indexes',
    'CREATE TABLE t (a UNIQUE, b CHECK (b > 0), c); CREATE INDEX i ON t (c); CREATE UNIQUE INDEX u ON t (c) WHERE a;',
    'CREATE TABLE t (a, b, c REFERENCES v ON DELETE CASCADE); CREATE TABLE v (i INTEGER PRIMARY KEY);',
    [
      'ERR unique-removed t (writers, readers)',
      'ERR foreign-key-added t (writers)',
      'WARN check-removed t (readers)',
      'WARN index-removed t (readers)',
      'ERR unique-removed t (writers, readers)',
      'INFO table-added v ()',
    ],
  ],
  [
    'views and computed columns',
    'CREATE TABLE t (a, b); CREATE VIEW v AS SELECT a, b FROM t;',
    'CREATE TABLE t (a, b AS (a + 1)); CREATE VIEW v AS SELECT a FROM t;',
    ['ERR column-generation-changed t.b (writers)', 'ERR view-column-removed v.b (readers)'],
  ],
];

for (const [what, base, revision, changes] of ROWS) {
  test(`schemas of SQLite: ${what}`, async () => {
    const pair = { base: await sqliteSchemaOf(base), revision: await sqliteSchemaOf(revision) };
    assert.deepEqual(toldOf(compareDatabases(pair)), changes);
  });
}

test('the tables of SQLite itself and of its modules are nobody’s promise', async () => {
  const { tables } = await sqliteSchemaOf(
    'CREATE TABLE t (i INTEGER PRIMARY KEY AUTOINCREMENT); CREATE VIRTUAL TABLE search USING fts5(body);',
  );
  assert.deepEqual(
    tables.map(({ name }) => name),
    ['search', 't'],
  );
});
