import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';

import {
  describeLeftovers,
  findHeld,
  findLeftovers,
  removeLeftovers,
  startReaper,
  stopHolder,
} from '../src/index.ts';
import { fixture, isAlive, scratchFolder } from './scratch-project.ts';
import { killHard, startHolder, survivors } from './support-holder.ts';

const SKIP = process.platform === 'linux' ? false : 'what left its group is found on Linux only';

const STUBBORN = `
services:
  stubborn:
    x-native: {command: [node, '${fixture('stubborn-parent.mjs')}']}
    environment: {PORT: '5000'}
    ports: ['5000']
`;

/** A record as a holder that was killed would have left it. */
interface Record {
  id: string;
  space: { host: string; bootId: string | null; pidNamespace: string | null };
  holder: { pid: number; startTicks: string | null };
  mark: string;
  paths: string[];
  version: number;
  project: string;
}

function recordsIn(stateFolder: string): string[] {
  const folder = join(stateFolder, 'running');
  return existsSync(folder) ? readdirSync(folder) : [];
}

function readRecord(stateFolder: string): Record {
  const [name = ''] = recordsIn(stateFolder);
  return JSON.parse(readFileSync(join(stateFolder, 'running', name), 'utf8')) as Record;
}

/** Writes a record like that of a real holder, with changes; the holder it names does not exist. */
async function writeRecord(
  t: TestContext,
  changes: (record: Record, folder: string) => Partial<Record>,
): Promise<{ stateFolder: string; folder: string; file: string }> {
  const folder = scratchFolder(t, {});
  const stateFolder = join(folder, 'state');
  const reaper = await startReaper({ stateFolder, project: join(folder, 'project') });
  const template = readRecord(stateFolder);
  await reaper.close();
  const gone = { pid: 2 ** 22 - 1, startTicks: '1' };
  const record = { ...template, holder: gone };
  const file = join(stateFolder, 'running', `${record.id}.json`);
  writeFileSync(file, JSON.stringify({ ...record, ...changes(record, folder) }));
  return { stateFolder, folder, file };
}

describe('what a killed holder leaves', { skip: SKIP, concurrency: 2 }, () => {
  test('is removed by the next command when its reaper was killed too', async (t) => {
    const folder = scratchFolder(t, { 'compose.yaml': STUBBORN });
    const holder = await startHolder(t, folder);
    const { stateFolder, pids } = holder;
    const [held] = findHeld({ stateFolder });
    assert.equal(held?.holderPid, holder.pid);
    assert.equal(held.project, folder);
    const [environment] = held.environments;
    assert.equal(environment?.state, 'ready');
    assert.deepEqual(
      environment.services.map(({ name, state, pid }) => [name, state, pid]),
      [['stubborn', 'ready', pids[0]]],
    );
    assert.deepEqual(await findLeftovers({ stateFolder }), [], 'a live holder leaves nothing');
    const record = readRecord(stateFolder) as unknown as { reaper: { pid: number } };
    await killHard(record.reaper.pid);
    await killHard(holder.pid);
    assert.deepEqual(pids.filter(isAlive), pids, 'nobody has ended them');
    const [leftover] = await findLeftovers({ stateFolder });
    assert.deepEqual(new Set(leftover?.processes.map(({ pid }) => pid)), new Set(pids));
    const report = await removeLeftovers({ stateFolder });
    assert.deepEqual(pids.filter(isAlive), []);
    assert.equal(report.removed[0]?.project, folder);
    assert.match(describeLeftovers(report).join('\n'), /^removed 3 processes that process \d+ had/);
    assert.deepEqual(recordsIn(stateFolder), []);
    assert.deepEqual(await removeLeftovers({ stateFolder }), { removed: [], kept: [] });
  });

  test('is removed by its reaper, and the record goes with it', async (t) => {
    const folder = scratchFolder(t, { 'compose.yaml': STUBBORN });
    const { pids, pid, stateFolder } = await startHolder(t, folder);
    const record = readRecord(stateFolder) as unknown as { reaper: { pid: number } };
    await killHard(pid);
    assert.deepEqual(await survivors([...pids, record.reaper.pid]), []);
    assert.deepEqual(recordsIn(stateFolder), []);
  });

  test('a daemon without environment, session, files and parents is found', async (t) => {
    const folder = scratchFolder(t, {});
    const noted = join(folder, 'daemon.pid');
    writeFileSync(
      join(folder, 'compose.yaml'),
      `services: {daemon: {x-native: {command: [sh, -c, 'sh ${fixture('escaping-daemon.sh')} ${noted}; exec sleep 600']}, healthcheck: {test: [CMD, test, -s, '${noted}']}}}`,
    );
    const { child, stateFolder } = await startHolder(t, folder);
    const daemon = Number(readFileSync(noted, 'utf8'));
    const environ = readFileSync(`/proc/${daemon}/environ`, 'utf8');
    assert.doesNotMatch(environ, /SEATRIAL/);
    assert.equal(isAlive(daemon), true);
    child.kill('SIGTERM');
    await once(child, 'exit');
    assert.equal(isAlive(daemon), false);
    assert.deepEqual(recordsIn(stateFolder), []);
  });
});

test(
  'a reaper that comes too late leaves the folders to whoever was first',
  { skip: SKIP },
  async (t) => {
    const folder = scratchFolder(t, {
      'package.json': '{"type": "module"}',
      'hold.ts': `import { startReaper } from '${fixture('../../src/index.ts')}';
const reaper = await startReaper({ stateFolder: process.argv[2] });
reaper.watchFolder(process.argv[3]);
process.stdout.write(String(reaper.pid) + '\\n');
setInterval(() => undefined, 1000);
`,
    });
    const [stateFolder, data] = [join(folder, 'state'), join(folder, 'data')];
    const holder = spawn(process.execPath, [join(folder, 'hold.ts'), stateFolder, data]);
    t.after(() => holder.kill('SIGKILL'));
    const [reaper] = (await once(holder.stdout, 'data')) as [Buffer];
    const pid = Number(reaper.toString());
    process.kill(pid, 'SIGSTOP');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    await removeLeftovers({ stateFolder });
    mkdirSync(data);
    process.kill(pid, 'SIGCONT');
    assert.deepEqual(await survivors([pid]), []);
    assert.ok(existsSync(data), 'it is of somebody else by now');
  },
);

describe('a holder is asked to stop', { skip: SKIP }, () => {
  test('and ends orderly; what it held is gone, and so is its record', async (t) => {
    const folder = scratchFolder(t, {
      'compose.yaml': STUBBORN.concat('    stop_grace_period: 200ms\n'),
    });
    const { pids, pid, stateFolder } = await startHolder(t, folder);
    const [held] = findHeld({ stateFolder });
    const { killed, report } = await stopHolder(held?.id ?? '', { stateFolder });
    assert.equal(killed, false);
    assert.deepEqual(report, { removed: [], kept: [] });
    assert.deepEqual([pid, ...pids].filter(isAlive), []);
    assert.deepEqual(recordsIn(stateFolder), []);
  });

  test('and is killed when it does not, with all it held', async (t) => {
    const folder = scratchFolder(t, { 'compose.yaml': STUBBORN });
    const { pids, pid, stateFolder } = await startHolder(t, folder);
    process.kill(pid, 'SIGSTOP');
    const [held] = findHeld({ stateFolder });
    const { killed } = await stopHolder(held?.id ?? '', { stateFolder, timeoutMs: 100 });
    assert.equal(killed, true);
    assert.deepEqual([pid, ...pids].filter(isAlive), []);
  });
});

describe('what is not ours is left alone', () => {
  test('a process that has the id of the holder, which makes nobody a holder', async (t) => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    t.after(() => stranger.kill('SIGKILL'));
    const pid = stranger.pid ?? 0;
    const { stateFolder } = await writeRecord(t, () => ({ holder: { pid, startTicks: '1' } }));
    assert.equal((await findLeftovers({ stateFolder })).length, 1, 'its holder is gone');
    await removeLeftovers({ stateFolder });
    assert.equal(isAlive(pid), true);
    assert.deepEqual(recordsIn(stateFolder), []);
  });

  test(
    'a folder that is older than the record, or holds the project',
    { timeout: 20_000 },
    async (t) => {
      const old = scratchFolder(t, { 'precious.txt': 'x' });
      const target = scratchFolder(t, { 'precious.txt': 'x' });
      const { stateFolder, folder } = await writeRecord(t, (_, at) => ({
        paths: [old, at, join(at, 'link')],
        project: join(at, 'project'),
        startedAt: new Date(statSync(old).birthtimeMs + 60_000).toISOString(),
      }));
      symlinkSync(target, join(folder, 'link'));
      const { kept } = await removeLeftovers({ stateFolder });
      assert.deepEqual(
        kept.map(({ what, reason }) => [what, reason]),
        [
          [old, 'it is older than the record'],
          [folder, 'it holds the project, a home or all temporary files'],
          [join(folder, 'link'), 'it is older than the record'],
        ],
      );
      assert.ok(existsSync(join(old, 'precious.txt')));
      assert.ok(existsSync(folder));
      assert.ok(existsSync(join(target, 'precious.txt')));
    },
  );

  test('records of another machine, another container, another user and another version', async (t) => {
    const cases = [
      [/of machine elsewhere/, { space: { host: 'elsewhere', bootId: 'x', pidNamespace: null } }],
      [/another container/, { space: { ...space(), pidNamespace: 'pid:[1]' } }],
      [/version 99/, { version: 99 }],
      [/"mark" is not/, { mark: '' }],
    ] as const;
    for (const [reason, changes] of cases) {
      const { stateFolder, file, folder } = await writeRecord(t, (_, at) => ({
        paths: [join(at, 'volumes')],
        ...changes,
      }));
      mkdirSync(join(folder, 'volumes'));
      const { removed, kept } = await removeLeftovers({ stateFolder });
      assert.deepEqual(removed, []);
      assert.equal(kept[0]?.file, file);
      assert.match(kept[0].reason, reason);
      assert.ok(existsSync(join(folder, 'volumes')) && existsSync(file));
    }
  });

  test(
    "another user's record",
    { skip: process.getuid?.() !== 0 && 'only root can make one' },
    async (t) => {
      const { stateFolder, file } = await writeRecord(t, () => ({}));
      chownSync(file, 65_534, 65_534);
      const { kept } = await removeLeftovers({ stateFolder });
      assert.match(kept[0]?.reason ?? '', /another user/);
      assert.ok(existsSync(file));
    },
  );
});

test('a torn record is told of and stays; an unfinished one is nothing', async (t) => {
  const { stateFolder, file } = await writeRecord(t, () => ({}));
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 40));
  writeFileSync(`${file}.4194303-1.new`, '{');
  const { removed, kept } = await removeLeftovers({ stateFolder });
  assert.deepEqual(removed, []);
  assert.match(kept[0]?.reason ?? '', /no JSON/);
  assert.deepEqual(recordsIn(stateFolder), [file.split('/').at(-1)]);
});

test('after a restart of the machine only folders are left, and they are removed', async (t) => {
  const { stateFolder, folder } = await writeRecord(t, (_, at) => ({
    space: { ...space(), bootId: 'an-earlier-start' },
    // Whoever has that id today.
    holder: { pid: process.pid, startTicks: null },
    paths: [join(at, 'volumes'), join(at, 'service.sock'), join(at, 'never-made')],
  }));
  mkdirSync(join(folder, 'volumes', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'service.sock'), '');
  const { removed, kept } = await removeLeftovers({ stateFolder });
  assert.deepEqual(kept, []);
  assert.equal(removed[0]?.restarted, true);
  assert.equal(removed[0].paths.length, 2);
  assert.deepEqual(readdirSync(folder).toSorted(), ['state']);
});

test('a link to a folder goes, the folder stays', async (t) => {
  const target = scratchFolder(t, { 'precious.txt': 'x' });
  const { stateFolder, folder } = await writeRecord(t, (_, at) => ({ paths: [join(at, 'link')] }));
  symlinkSync(target, join(folder, 'link'));
  assert.equal((await removeLeftovers({ stateFolder })).removed.length, 1);
  assert.deepEqual(readdirSync(folder), ['state']);
  assert.ok(existsSync(join(target, 'precious.txt')));
});

test('commands that remove at the same time share the work, and all wait for its end', async (t) => {
  const folder = scratchFolder(t, {});
  const { stateFolder } = await writeRecord(t, () => ({ paths: [join(folder, 'a')] }));
  mkdirSync(join(folder, 'a'));
  const reports = await Promise.all(
    Array.from({ length: 8 }, () => removeLeftovers({ stateFolder })),
  );
  assert.equal(reports.filter(({ removed }) => removed.length > 0).length, 1);
  assert.ok(reports.every(({ kept }) => kept.length === 0));
  assert.deepEqual(recordsIn(stateFolder), []);
});

test('a claim of a command that was killed over it is taken over', async (t) => {
  const { stateFolder, file, folder } = await writeRecord(t, (_, at) => ({
    paths: [join(at, 'a')],
  }));
  mkdirSync(join(folder, 'a'));
  renameSync(file, `${file}.4194303-1.claim`);
  assert.equal((await removeLeftovers({ stateFolder })).removed.length, 1);
  assert.deepEqual(recordsIn(stateFolder), []);
});

test('a folder that cannot be written is a warning, and the services start all the same', async (t) => {
  const folder = scratchFolder(t, { state: 'a file where a folder should be' });
  await using reaper = await startReaper({ stateFolder: join(folder, 'state') });
  assert.equal(reaper.record.problem?.code, 'NOT_RECORDED');
});

function space(): Record['space'] {
  const isLinux = process.platform === 'linux';
  return {
    host: hostname(),
    bootId: isLinux ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim() : null,
    pidNamespace: isLinux ? readlinkSync('/proc/self/ns/pid') : null,
  };
}
