import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { spawnProcessTree } from '../src/index.ts';
import { isAlive, scratchFolder } from './scratch-project.ts';

const node = process.execPath;

test('output is streamed, standard input is closed, and the exit says how it ended', async () => {
  const chunks: Record<string, string> = { stdout: '', stderr: '' };
  await using tree = await spawnProcessTree(
    [
      node,
      '-e',
      'process.stdin.resume().on("end", () => { console.log("end of input"); console.error("bye"); process.exitCode = 4; })',
    ],
    {
      onOutput: (chunk, stream) => {
        chunks[stream] += chunk.toString();
      },
    },
  );
  const exit = await tree.exited;
  assert.deepEqual(chunks, { stdout: 'end of input\n', stderr: 'bye\n' });
  assert.deepEqual(
    { ...exit, durationMs: 0 },
    { exitCode: 4, signal: null, timedOut: false, durationMs: 0 },
  );
  assert.equal(tree.exit, exit);
});

test('a time limit stops the whole tree, children that left the group included', async () => {
  const daemon = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
    child.unref();
    console.log(child.pid);
    setInterval(() => {}, 1000);`;
  let output = '';
  await using tree = await spawnProcessTree([node, '-e', daemon], {
    timeoutMs: 500,
    graceMs: 2000,
    onOutput: (chunk) => {
      output += chunk.toString();
    },
  });
  const exit = await tree.exited;
  assert.deepEqual([exit.exitCode, exit.signal, exit.timedOut], [null, 'SIGTERM', true]);
  assert.deepEqual(await tree.stop(), []);
  assert.match(output, /^\d+\n$/);
  assert.deepEqual([tree.pid, Number(output)].filter(isAlive), []);
});

test('a descendant that keeps the output open does not hold up the exit', async () => {
  const script = `
    require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit', detached: true }).unref();
    console.log('done');`;
  let output = '';
  await using tree = await spawnProcessTree([node, '-e', script], {
    onOutput: (chunk) => {
      output += chunk.toString();
    },
  });
  assert.equal((await tree.exited).exitCode, 0);
  assert.equal(output, 'done\n');
});

test('an aborted signal stops the tree, also one that was aborted before', async () => {
  await using tree = await spawnProcessTree([node, '-e', 'setInterval(() => {}, 1000)'], {
    signal: AbortSignal.abort(),
  });
  assert.equal((await tree.exited).signal, 'SIGTERM');
});

test('the log file keeps both streams in order, and appends', async (t) => {
  const logFile = join(scratchFolder(t, { 'out.log': 'before\n' }), 'out.log');
  const script =
    'for (let i = 0; i < 3; i++) { console.log("out " + i); console.error("err " + i); }';
  await using tree = await spawnProcessTree([node, '-e', script], { logFile });
  await tree.exited;
  assert.equal(readFileSync(logFile, 'utf8'), 'before\nout 0\nerr 0\nout 1\nerr 1\nout 2\nerr 2\n');
});

test('log file and callback together both get everything', async (t) => {
  const logFile = join(scratchFolder(t, {}), 'out.log');
  let heardBytes = 0;
  await using tree = await spawnProcessTree(
    [node, '-e', 'process.stdout.write("x".repeat(5_000_000))'],
    {
      logFile,
      onOutput: (chunk) => {
        heardBytes += chunk.length;
      },
    },
  );
  await tree.exited;
  assert.equal(heardBytes, 5_000_000);
  assert.equal(readFileSync(logFile).length, 5_000_000);
});

test('a missing program and a missing folder are told by code', async () => {
  await assert.rejects(spawnProcessTree(['no-such-program-here']), { code: 'COMMAND_NOT_FOUND' });
  await assert.rejects(spawnProcessTree([node, '-v'], { cwd: '/no/such/folder' }), {
    code: 'COMMAND_NOT_FOUND',
    message: /\/no\/such\/folder/,
  });
});

test('processes that are just being started when the tree is stopped do not escape', async () => {
  const spawning = `
    const { spawn } = require('node:child_process');
    setInterval(() => {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
      child.unref();
      console.log(child.pid);
    }, 3);`;
  const started: number[] = [];
  for (const enough of [2, 3, 4, 5]) {
    const { promise, resolve } = Promise.withResolvers<void>();
    let lines = 0;
    await using tree = await spawnProcessTree([node, '-e', spawning], {
      onOutput: (chunk) => {
        const pids = chunk.toString().trim().split('\n').map(Number);
        started.push(...pids);
        lines += pids.length;
        if (lines >= enough) resolve();
      },
    });
    await promise;
    assert.deepEqual(await tree.stop(2000), []);
  }
  assert.ok(started.length >= 14);
  assert.deepEqual(started.filter(isAlive), []);
});
