import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';

import { FixtureFault, openDatabase, openScratchDatabase } from '../src/index.ts';
import { scratchEnvironment, scratchFolder } from './scratch-project.ts';

const COMPOSE = `
services:
  db:
    image: postgres:18
    x-native: {version: any}
    environment: {POSTGRES_PASSWORD: x, POSTGRES_DB: goods}
`;

async function names(url: string, query: string): Promise<readonly unknown[]> {
  await using database = await openDatabase(url, { directory: '/' });
  return (await database.ask(query)).map(({ name }) => name);
}

const DATABASES =
  'SELECT datname::text AS name FROM pg_database WHERE NOT datistemplate ORDER BY 1';
const TABLES =
  "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";

test('a scratch database of a PostgreSQL server', async (t) => {
  await using started = await scratchEnvironment(t, COMPOSE).environment.start();
  const url = started.sqlUrl('db') ?? '';

  await t.test(
    'takes files of its own kind and is gone afterwards; the other one never sees them',
    async () => {
      {
        await using scratch = await openScratchDatabase(url, {});
        const leftOut = await scratch.apply(
          `SET search_path TO nowhere;\nCREATE SCHEMA nowhere; CREATE TABLE a (i int);\nCOPY a FROM stdin;\n1\n2\n\\.\n\nCREATE ROLE somebody;\nGRANT somebody TO postgres;\nGRANT SELECT ON a TO PUBLIC;`,
        );
        assert.deepEqual(leftOut, [
          { text: 'CREATE ROLE somebody', line: 8 },
          { text: 'GRANT somebody TO postgres', line: 9 },
        ]);
        // Settings of a file end with it.
        await scratch.apply('CREATE TABLE b (i int);');
        const rows = await scratch.ask(
          "SELECT tablename::text AS name, schemaname::text AS schema FROM pg_tables WHERE tablename IN ('a', 'b') ORDER BY 1",
        );
        assert.deepEqual(rows, [
          { name: 'a', schema: 'nowhere' },
          { name: 'b', schema: 'public' },
        ]);
        assert.equal((await names(url, DATABASES)).length, 3);
      }
      assert.deepEqual(await names(url, DATABASES), ['goods', 'postgres']);
      assert.deepEqual(await names(url, TABLES), []);
      assert.deepEqual(
        await names(url, "SELECT rolname::text AS name FROM pg_roles WHERE rolname = 'somebody'"),
        [],
      );
    },
  );

  await t.test(
    'is gone after a file that fails, told with its place, and after an abort',
    async () => {
      const failing = async (): Promise<void> => {
        await using scratch = await openScratchDatabase(url, {});
        await scratch.apply('CREATE TABLE a (i int);\n\n  INSERT INTO a SELECT j FROM a;');
      };
      await assert.rejects(failing(), (error) => {
        assert.ok(error instanceof FixtureFault);
        assert.match(error.message, /column "j" does not exist, code 42703/);
        assert.deepEqual([error.line, error.column], [3, 24]);
        return true;
      });
      const abort = new AbortController();
      const aborted = async (): Promise<void> => {
        await using scratch = await openScratchDatabase(url, { signal: abort.signal });
        const waiting = scratch.apply('SELECT pg_sleep(60);');
        abort.abort();
        await waiting;
      };
      await assert.rejects(aborted());
      await assert.rejects(openScratchDatabase(url, { signal: abort.signal }), {
        name: 'AbortError',
      });
      assert.deepEqual(await names(url, DATABASES), ['goods', 'postgres']);
    },
  );

  await t.test('looks for names where the other one does', async () => {
    await using owner = await openDatabase(url, { directory: '/' });
    await owner.ask('ALTER DATABASE goods SET search_path TO "My Shop", public');
    {
      await using scratch = await openScratchDatabase(url, {});
      await scratch.apply('CREATE SCHEMA "My Shop";');
      await scratch.apply('CREATE TABLE a (i int);');
      const rows = await scratch.ask("SELECT schemaname FROM pg_tables WHERE tablename = 'a'");
      assert.deepEqual(rows, [{ schemaname: 'My Shop' }]);
    }
    await owner.ask('ALTER DATABASE goods RESET search_path');
  });

  await t.test('is not made for a user who may not, and nothing stays', async () => {
    await using owner = await openDatabase(url, { directory: '/' });
    await owner.ask("CREATE ROLE guest LOGIN PASSWORD 'g'");
    const guest = new URL(url);
    guest.username = 'guest';
    guest.password = 'g';
    await assert.rejects(openScratchDatabase(guest.href, {}), { code: '42501' });
    assert.deepEqual(await names(url, DATABASES), ['goods', 'postgres']);
  });
});

test('a SQLite file is only read, and scratch databases beside it are in memory', async (t) => {
  const folder = scratchFolder(t, {});
  await assert.rejects(openDatabase('sqlite:goods.db', { directory: folder }), /there is no file/);
  await assert.rejects(openDatabase('mysql://db/goods', { directory: folder }), FixtureFault);
  new DatabaseSync(join(folder, 'goods.db')).exec('CREATE TABLE goods (name)');
  await using goods = await openDatabase('sqlite:./goods.db', { directory: folder });
  assert.deepEqual(
    (await goods.ask('SELECT name FROM sqlite_schema')).map(({ name }) => name),
    ['goods'],
  );
  await assert.rejects(async () => goods.ask('CREATE TABLE more (name)'), /readonly/);
  await using scratch = await openScratchDatabase('sqlite:./goods.db', {});
  await assert.rejects(scratch.apply('CREATE TABLE a (i);\nCREATE TABLE a (i);'), {
    message: 'table a already exists',
    line: 2,
  });
  assert.deepEqual((await scratch.ask('SELECT name FROM sqlite_schema')).length, 1);
});
