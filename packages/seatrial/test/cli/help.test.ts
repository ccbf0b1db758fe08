import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { VERBS } from '../../src/cli/verbs.ts';
import { seatrialVersion } from '../../src/cli/version.ts';
import { trialProject } from '../support/trial-project.ts';

/** Prints every module that is loaded, on standard error. */
const TRACE = `data:text/javascript,${encodeURIComponent(`
import { registerHooks } from 'node:module';
registerHooks({ load: (url, context, next) => { process.stderr.write('loaded ' + url + '\\n'); return next(url, context); } });
`)}`;

describe('help', { concurrency: 2 }, () => {
  test('names every verb and exit code; each verb has a page of its own', async (t) => {
    const project = trialProject(t, {});
    const [bare, long, ...pages] = await Promise.all(
      [[], ['--help'], ...VERBS.map(({ name }) => [...name.split(' '), '--help'])].map(
        async (argv) => project.seatrial(argv),
      ),
    );
    assert.equal(bare?.stdout, long?.stdout);
    for (const { name, summary } of VERBS) {
      const line = long?.stdout.split('\n').find((one) => one.startsWith(`  ${name} `));
      assert.ok(line?.includes(summary.slice(0, 20)), `${name}: ${line}`);
    }
    for (const code of [0, 1, 2, 3, 4, 5, 70, 124, 130]) {
      assert.match(long?.stdout ?? '', new RegExp(`^  ${code} +\\w`, 'm'));
    }
    for (const [index, { name }] of VERBS.entries()) {
      const page = pages[index];
      assert.equal(page?.exitCode, 0);
      assert.match(page.stdout, new RegExp(`^Usage: seatrial ${name} \\[options\\]`, 'm'));
      assert.match(page.stdout, /^ {2}--json {2,}one JSON document on stdout/m);
    }
    for (const { stdout = '', stderr } of [long, ...pages].flatMap((page) => page ?? [])) {
      assert.equal(stderr, '');
      for (const line of stdout.split('\n')) assert.ok(line.length <= 80, `too long: ${line}`);
    }
  });

  test('a word that is no verb, also after help', async (t) => {
    const project = trialProject(t, {});
    const [far, near, flag] = await Promise.all(
      [['zzzzzz'], ['help', 'pln'], ['--josn']].map(async (argv) => project.seatrial(argv)),
    );
    assert.equal(far?.exitCode, 3);
    assert.doesNotMatch(far.stderr, /did you mean/);
    assert.match(far.stderr, /known: run, plan, merge, spec, env, contracts, init/);
    assert.equal(near?.exitCode, 3);
    assert.match(near.stderr, /did you mean "plan"\?/);
    assert.equal(flag?.exitCode, 3);
    assert.match(flag.stderr, /unknown option "--josn"/);
  });

  test('--version and --help load nothing that they do not need', async (t) => {
    const project = trialProject(t, {});
    const [version, help] = await Promise.all(
      ['--version', '--help'].map(async (flag) =>
        project.seatrial([flag], { nodeOptions: ['--import', TRACE] }),
      ),
    );
    assert.equal(version?.stdout, `${seatrialVersion()}\n`);
    for (const page of [version, help]) {
      const loaded = (page?.stderr ?? '')
        .split('\n')
        .filter((line) => line.startsWith('loaded file:'));
      const ours = loaded.filter((url) => url.includes('/src/'));
      assert.ok(ours.length >= 3, 'the trace sees modules');
      assert.deepEqual(
        loaded.filter((url) => url.includes('/node_modules/')),
        [],
      );
      assert.deepEqual(
        ours.filter((url) => !url.includes('/src/cli/')),
        [],
      );
      assert.ok(ours.length <= 7, ours.join('\n'));
    }
  });
});
