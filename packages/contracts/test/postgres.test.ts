import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { compareDatabases, selectTables } from '../src/database/index.ts';
import type { Server } from './databases.ts';
import { startPostgres, toldOf } from './databases.ts';
import { COLUMNS, CONSTRAINTS, OBJECTS, SAME, TYPES } from './postgres-changes.ts';

describe('schemas of a real PostgreSQL server', () => {
  let server: Server;
  before(async () => (server = await startPostgres()));
  after(async () => server[Symbol.asyncDispose]());

  test('are told in plain data, names of other schemas in front', async () => {
    const schema = await server.schemaOf(`
      CREATE SCHEMA billing;
      CREATE TABLE billing."Bill" (id serial PRIMARY KEY, total numeric(10,2) NOT NULL CHECK (total > 0));
      CREATE TABLE item (bill int REFERENCES billing."Bill" ON DELETE CASCADE, name varchar(40) COLLATE "C" UNIQUE);
      CREATE INDEX items ON item (lower(name)) WHERE bill > 1;`);
    assert.deepEqual(JSON.parse(JSON.stringify(schema)), schema);
    assert.deepEqual(
      schema.tables.map(({ name }) => name),
      ['billing.Bill', 'item'],
    );
    const [bill, item] = schema.tables;
    assert.deepEqual(bill?.primaryKey, ['id']);
    assert.deepEqual(
      bill?.columns.map(({ name, type, nullable }) => [name, type, nullable]),
      [
        ['id', 'integer', false],
        ['total', 'numeric(10,2)', false],
      ],
    );
    assert.deepEqual(item?.foreignKeys, [
      {
        name: 'item_bill_fkey',
        columns: ['bill'],
        table: 'billing.Bill',
        references: ['id'],
        onDelete: 'cascade',
        onUpdate: 'no action',
      },
    ]);
    assert.deepEqual(item?.uniques[0]?.columns, ['name']);
    assert.equal(item?.columns[1]?.collation, 'C');
    assert.match(item?.indexes[0]?.definition ?? '', /^btree \(lower\(.*\) WHERE \(bill > 1\)$/);
  });

  for (const rows of [SAME, TYPES, COLUMNS, CONSTRAINTS, OBJECTS]) {
    for (const { what, base, revision, changes } of rows) {
      test(`${changes.length === 0 ? 'mean the same with' : 'tell of'} ${what}`, async () => {
        const pair = {
          base: await server.schemaOf(base),
          revision: await server.schemaOf(revision),
        };
        const found = compareDatabases(pair);
        assert.deepEqual(toldOf(found).toSorted(), changes.toSorted());
        assert.deepEqual(compareDatabases({ base: pair.base, revision: pair.base }), []);
        for (const { text } of found) assert.match(text, /^\S.*[^.\s]$/);
      });
    }
  }

  test('say old and new, and the sentence', async () => {
    const [change] = compareDatabases({
      base: await server.schemaOf('CREATE TABLE orders (total bigint)'),
      revision: await server.schemaOf('CREATE TABLE orders (total integer)'),
    });
    assert.deepEqual(change, {
      id: 'column-type-narrowed',
      level: 'ERR',
      breaks: ['writers'],
      object: 'orders',
      column: 'total',
      from: 'bigint',
      to: 'integer',
      text: 'the type of column orders.total was narrowed from bigint to integer',
    });
  });

  test('ask whether a column was renamed where only one can be the other', async () => {
    const [gone] = compareDatabases({
      base: await server.schemaOf('CREATE TABLE orders (placed date, i int)'),
      revision: await server.schemaOf('CREATE TABLE orders (at date, i int, j int)'),
    });
    assert.equal(gone?.text, 'column orders.placed was removed: renamed to at?');
  });

  test('are cut down to the tables that are wanted, with the types that these have', async () => {
    const base = await server.schemaOf(
      "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE order_lines (m mood); CREATE TABLE orders (i int); CREATE TABLE jobs (i int)",
    );
    const revision = await server.schemaOf(
      "CREATE TYPE mood AS ENUM ('a'); CREATE TABLE orders (i int); CREATE TABLE schema_migrations (v text)",
    );
    const some = selectTables({ base, revision }, ['order*', 'public.orders', 'nobody']);
    assert.deepEqual(some.unknown, ['nobody']);
    assert.deepEqual(toldOf(compareDatabases(some)), [
      'ERR table-removed order_lines (writers, readers)',
    ]);
    const one = selectTables({ base, revision }, ['orders']);
    assert.deepEqual([one.base.enums, compareDatabases(one)], [[], []]);
    const all = selectTables({ base, revision }, []);
    assert.deepEqual(all.ignored, ['schema_migrations']);
    assert.equal(compareDatabases(all).length, 2);
  });
});
