import assert from 'node:assert/strict';
import { watch } from 'node:fs';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

import { environmentAt } from './environment-at.ts';
import { assertPassed, failureOf, tryScenario } from './try-scenario.ts';

async function folder(): Promise<{ readonly directory: string } & AsyncDisposable> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'seatrial-exec-')));
  return { directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true }) };
}

/** False also for a process that has ended and that nobody has collected. */
async function isAlive(pid: number): Promise<boolean> {
  try {
    const status = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
    return !/\) [ZX] /.test(status);
  } catch {
    return false;
  }
}

describe('an exec step', { concurrency: true }, () => {
  it('runs a shell script in the project and a command in a service, and captures', async () => {
    await using place = await folder();
    const environment = environmentAt({
      'my-web': { ...place, port: 4711, variables: { COLOUR: 'red' } },
    });
    const trial = await tryScenario(
      `steps:
  - exec: echo "$SEATRIAL_MY_WEB_URL"; echo oops >&2; exit 3
    expect: { exit: 3, stdout: "http://127.0.0.1:4711", stderr: { $matches: ^oo } }
  - exec: [sh, -c, 'printf "{\\"colour\\":\\"%s\\",\\"dir\\":\\"%s\\",\\"n\\":%s}" "$COLOUR" "$PWD" "$0"', 5]
    service: my-web
    expect: { json: { colour: red, n: 5 }, stdout: { $contains: red } }
    capture: { dir: $.dir }
  - exec: [echo, "\${dir}"]
    expect: { stdout: "${place.directory}" }
`,
      { environment },
    );
    assertPassed(trial);
  });

  it('shows exit code and output when they differ', async () => {
    const failure = failureOf(
      await tryScenario(
        `steps:\n  - exec: echo one; echo two >&2; exit 4\n    expect: { stdout: two }`,
      ),
    );
    assert.equal(
      failure.message,
      'exec sh -c echo one; echo two >&2; exit 4: exit is not as expected (and 1 more)',
    );
    assert.deepEqual([failure.expected, failure.seen], ['0', '4']);
    assert.match(failure.detail ?? '', /stdout: one\nstderr: two$/);
  });

  it('ends the whole tree at the bound', async () => {
    await using place = await folder();
    const failure = failureOf(
      await tryScenario(
        `steps:
  - exec: 'sleep 60 & echo $! > child; echo started; wait'
    within: 300ms
`,
        { projectRoot: place.directory },
      ),
    );
    assert.match(failure.message, /took longer than 300 ms.*for the command to end$/);
    assert.equal(failure.seen, 'still running; its last output: started');
    const child = Number(await readFile(join(place.directory, 'child'), 'utf8'));
    assert.equal(await isAlive(child), false);
  });

  it('keeps a flood of output bounded and does not call it a match', async () => {
    const failure = failureOf(
      await tryScenario(
        `steps:\n  - exec: head -c 5000000 /dev/zero | tr '\\0' x\n    expect: { stdout: { $matches: ^x } }`,
      ),
    );
    assert.deepEqual([failure.expected, failure.seen], ['at most 1 MB of output', '5000000 bytes']);
  });

  it('is an error when the command does not exist', async () => {
    const failure = failureOf(await tryScenario('steps: [{ exec: [no-such-program] }]'), 'error');
    assert.match(failure.message, /could not start/);
  });

  it('ends at once, with all its processes, when the run is aborted', async () => {
    await using place = await folder();
    const controller = new AbortController();
    const { promise: written, resolve } = Promise.withResolvers<void>();
    const watcher = watch(place.directory, { persistent: false }, (_event, name) => {
      if (name === 'pids') resolve();
    });
    const running = tryScenario(
      `steps:\n  - exec: 'sleep 60 & echo "$! $$" > new; mv new pids; wait'\n    within: 1h`,
      { projectRoot: place.directory, signal: controller.signal },
    );
    await written;
    watcher.close();
    controller.abort(new Error('SIGINT'));
    assert.match(failureOf(await running, 'error').message, /was interrupted$/);
    const pids = (await readFile(join(place.directory, 'pids'), 'utf8')).split(' ').map(Number);
    assert.deepEqual(await Promise.all(pids.map(isAlive)), [false, false]);
  });
});
