import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';

import { environmentAt } from './environment-at.ts';
import { deadPort, serveSilence } from './serve.ts';
import { assertPassed, failureOf, tryScenario } from './try-scenario.ts';

async function databaseIn(): Promise<{ readonly directory: string } & AsyncDisposable> {
  const directory = await mkdtemp(join(tmpdir(), 'seatrial-sql-'));
  using database = new DatabaseSync(join(directory, 'pay.db'));
  database.exec(`
    create table payments(id text, cents integer, paid integer, note text, share real, raw blob);
    insert into payments values ('i1', 9007199254740993, 1, null, 0.5, x'ff00');
    insert into payments values ('i2', 250, 0, 'late', 2, null);
  `);
  return { directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) };
}

describe('a sql step', { concurrency: true }, () => {
  it('reads rows as plain JSON, binds $1 and ?, and captures', async () => {
    await using place = await databaseIn();
    const environment = environmentAt({ db: { ...place, sql: 'sqlite:pay.db' } });
    const trial = await tryScenario(
      `steps:
  - sql: db
    query: select count(*) as n from payments where id = $1
    parameters: [i1]
    expect: [{ n: 1 }]
    capture: { n: "$[0].n" }
  - sql: db
    query: select * from payments where paid = ? order by id
    parameters: [true]
    expect: [{ id: i1, cents: "9007199254740993", note: null, share: 0.5, raw: ff00 }]
  - sql: db
    query: select id from payments where cents = $2 and $1 = 1
    parameters: ["\${n}", 250]
    expect: { $length: 1 }
  - sql: db
    query: insert into payments(id) values ('i3') returning id
    expect: [{ id: i3 }]
  - sql: db
    query: select id from payments
    expect: { $containsOnly: [{ id: i3 }, { id: i1 }, { id: i2 }] }
`,
      { environment },
    );
    assertPassed(trial);
  });

  it('shows rows that differ', async () => {
    await using place = await databaseIn();
    const environment = environmentAt({ db: { ...place, sql: 'sqlite:./pay.db' } });
    const failure = failureOf(
      await tryScenario(
        `steps:
  - sql: db
    query: select id, cents from payments where id = 'i2'
    expect: [{ id: i2, cents: 251 }]
`,
        { environment },
      ),
    );
    assert.equal(failure.message, 'sql db: rows /0/cents is not as expected');
    assert.deepEqual([failure.expected, failure.seen], ['251', '250']);
    assert.deepEqual(failure.source, { file: 'spec.md', line: 4, column: 31 });
  });

  it('opens read-only unless the statement writes, and makes no file', async () => {
    await using place = await databaseIn();
    const environment = environmentAt({ db: { ...place, sql: 'sqlite:none.db' } });
    const missing = failureOf(
      await tryScenario('steps: [{ sql: db, query: "insert into x values (1)" }]', { environment }),
    );
    assert.match(missing.message, /does not exist \(yet\)$/);
  });

  it('says what the database refuses, and a database nobody knows is an error', async () => {
    await using place = await databaseIn();
    const environment = environmentAt({
      db: { ...place, sql: 'sqlite:pay.db' },
      web: {},
      my: { sql: 'mysql://x' },
    });
    const syntax = failureOf(
      await tryScenario('steps: [{ sql: db, query: selec 1 }]', { environment }),
    );
    assert.match(syntax.seen ?? '', /syntax error/);
    const none = failureOf(
      await tryScenario('steps: [{ sql: web, query: x }]', { environment }),
      'error',
    );
    assert.match(none.expected ?? '', /x-sql/);
    const other = failureOf(
      await tryScenario('steps: [{ sql: my, query: x }]', { environment }),
      'error',
    );
    assert.equal(other.seen, 'mysql:');
  });

  it('waits for a database that another process holds, and gives up at the bound', async () => {
    await using place = await databaseIn();
    const environment = environmentAt({ db: { ...place, sql: 'sqlite:pay.db' } });
    using holder = new DatabaseSync(join(place.directory, 'pay.db'));
    holder.exec('begin exclusive');
    const block =
      'steps: [{ sql: db, query: "delete from payments where id = \'i1\'", within: 150ms }]';
    const failure = failureOf(await tryScenario(block, { environment }));
    assert.match(failure.message, /took longer than 150 ms.*for the answer of the database of db$/);
    holder.exec('commit');
    assertPassed(await tryScenario(block, { environment }));
  });

  it('gives up on a PostgreSQL server that takes the connection and says nothing', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    await using silent = await serveSilence(resolve);
    const failure = failureOf(
      await tryScenario('steps: [{ sql: db, query: select 1, within: 100ms }]', {
        environment: environmentAt({
          db: { sql: `postgres://u@127.0.0.1:${String(silent.port)}/a` },
        }),
      }),
    );
    assert.match(failure.message, /took longer than 100 ms/);
    await closed;
  });

  it('fails when the PostgreSQL server does not answer, without its password', async () => {
    const port = await deadPort();
    const sql = `postgres://u:s3cret-pass@127.0.0.1:${String(port)}/app`;
    const trial = await tryScenario('steps: [{ sql: db, query: select 1 }]', {
      environment: environmentAt({ db: { sql } }),
    });
    assert.match(
      failureOf(trial).message,
      /^the database of db at postgres:\/\/127\.0\.0\.1:\d+\/app refuses/,
    );
    assert.ok(!trial.said.includes('s3cret-pass'));
  });
});
