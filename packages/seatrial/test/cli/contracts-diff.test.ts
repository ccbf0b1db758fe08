import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import type { TestContext } from 'node:test';
import { describe, test } from 'node:test';

import { serve } from '../scenario/serve.ts';
import { assertMatches } from '../support/published-schema.ts';
import type { TrialProject } from '../support/trial-project.ts';
import { trialProject } from '../support/trial-project.ts';

/** An API with one operation that answers with a number of this maximum. */
function api(maximum: number, { version = '1.0.0', schema = '' } = {}): string {
  return [
    'openapi: 3.1.0',
    `info: { title: Shop, version: ${version} }`,
    'paths:',
    '  /orders:',
    '    post:',
    '      parameters:',
    `        - { name: count, in: query, schema: { type: integer, maximum: ${maximum} } }`,
    '      responses:',
    '        200:',
    '          description: ok',
    ...(schema === '' ? [] : [`          content: { application/json: { schema: ${schema} } }`]),
    '',
  ].join('\n');
}

function projectOf(t: TestContext, files: Readonly<Record<string, string>> = {}): TrialProject {
  return trialProject(t, { 'base.yaml': api(10), 'next.yaml': api(5), ...files });
}

/** A file of acceptances that hold until a day. */
function until(expires: string): string {
  const reason = 'nobody orders six';
  return JSON.stringify({
    acceptances: [{ id: 'request-parameter-max-decreased', reason, expires }],
  });
}

/** A file with a schema, and an API that refers to one. */
const part = (type: string): string => `A: { type: ${type} }\n`;
const refer = (reference: string): string => api(10, { schema: `{ $ref: '${reference}' }` });

const DIFF = ['contracts', 'diff', 'base.yaml', 'next.yaml'];

describe('contracts diff', { concurrency: 2 }, () => {
  test('every format tells the same change', async (t) => {
    const project = projectOf(t);
    const told: Readonly<Record<string, RegExp>> = {
      text: /^POST \/orders\n {2}ERR .*\[request-parameter-max-decreased\][^]*next\.yaml:7:\d+\n\n1 breaking/m,
      markdown:
        /^# API changes: base\.yaml → next\.yaml[^]*## Breaking[^]*`request-parameter-max-decreased`/,
      json: /"id": "request-parameter-max-decreased"/,
      sarif: /"executionSuccessful": true[^]*"ruleId": "request-parameter-max-decreased"/,
      github: /^::error file=next\.yaml,line=7,col=\d+,title=request-parameter-max-decreased::/,
      html: /^<!doctype html>[^]*request-parameter-max-decreased/,
    };
    const formats = Object.entries(told);
    const ended = await Promise.all(
      formats.map(async ([format]) => project.seatrial([...DIFF, '--format', format])),
    );
    for (const [index, [format, expected]] of formats.entries()) {
      assert.equal(ended[index]?.exitCode, 1, format);
      assert.equal(ended[index]?.stderr, '', format);
      assert.match(ended[index]?.stdout ?? '', expected, format);
    }
  });

  test('--json is the published document, and --output a file of it', async (t) => {
    const project = projectOf(t);
    const { exitCode, stdout, stderr } = await project.seatrial([...DIFF, '--json']);
    assert.deepEqual([exitCode, stderr], [1, '']);
    assertMatches('contracts-diff', JSON.parse(stdout));
    const written = await project.seatrial([...DIFF, '--format', 'json', '-o', 'out.json']);
    assert.deepEqual([written.exitCode, written.stdout], [1, '']);
    assert.equal(project.read('out.json'), stdout);
    const both = await project.seatrial([...DIFF, '--json', '--format', 'html']);
    assert.equal(both.exitCode, 3);
    assert.match(both.stdout, /ask for different things/);
  });

  test('--fail-on and --level decide what fails', async (t) => {
    const project = projectOf(t, { 'wider.yaml': api(20) });
    const cases: readonly (readonly [readonly string[], number])[] = [
      [[...DIFF], 1],
      [[...DIFF, '--fail-on', 'none'], 0],
      [['contracts', 'diff', 'base.yaml', 'wider.yaml'], 0],
      [['contracts', 'diff', 'base.yaml', 'wider.yaml', '--fail-on', 'warn'], 0],
      [['contracts', 'diff', 'base.yaml', 'wider.yaml', '--fail-on', 'info'], 1],
      [[...DIFF, '--level', 'request-parameter-max-decreased=INFO'], 0],
      [[...DIFF, '--level', 'request-parameter-max-decreased=WARN', '--fail-on', 'WARN'], 1],
    ];
    for (const [argv, exitCode] of cases) {
      // oxlint-disable-next-line no-await-in-loop -- two cores for everybody
      const ended = await project.seatrial(argv);
      assert.equal(ended.exitCode, exitCode, `${argv.join(' ')}\n${ended.stdout}${ended.stderr}`);
    }
    for (const [argv, said] of [
      [
        [...DIFF, '--fail-on', 'EROR'],
        /expected one of ERR, WARN, INFO, none[^]*did you mean "ERR"/,
      ],
      [[...DIFF, '--level', 'x'], /expected id=ERR/],
      [['contracts', 'diff', 'base.yaml'], /needs two documents/],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop -- two cores for everybody
      const ended = await project.seatrial(argv);
      assert.equal(ended.exitCode, 3);
      assert.match(ended.stderr, said);
    }
  });

  test('what was agreed to does not fail until its day is over', async (t) => {
    const project = projectOf(t, {
      'agreed.json': until('2999-12-31'),
      'over.json': until('2020-01-31'),
      'bad.json': until('soon'),
    });
    const agreed = await project.seatrial([...DIFF, '--accept', 'agreed.json', '--json']);
    assert.equal(agreed.exitCode, 0, agreed.stderr);
    const document = JSON.parse(agreed.stdout) as { changes: unknown[]; accepted: unknown[] };
    assertMatches('contracts-diff', document);
    assert.deepEqual([document.changes.length, document.accepted.length], [0, 1]);
    const over = await project.seatrial([...DIFF, '--accept', 'over.json']);
    assert.equal(over.exitCode, 1);
    assert.match(over.stderr, /over\.json:1.*2020-01-31/);
    const bad = await project.seatrial([...DIFF, '--accept', 'bad.json']);
    assert.equal(bad.exitCode, 3);
    assert.match(bad.stderr, /bad\.json:1:\d+: .*expires/);
  });

  test('what was agreed to is shown with its reason, so that it does not look unchanged', async (t) => {
    const project = projectOf(t, { 'agreed.json': until('2999-12-31') });
    const said =
      /no changes but those that were agreed to[^]*max-decreased[^]*2999-12-31: nobody orders six/;
    for (const format of ['text', 'html']) {
      const ended = await project.seatrial([
        ...DIFF,
        '--accept',
        'agreed.json',
        '--format',
        format,
      ]);
      assert.equal(ended.exitCode, 0);
      assert.match(ended.stdout, said);
    }
  });

  test('without a base, the accepted version is it, with the files that it refers to', async (t) => {
    const project = projectOf(t, {
      '.session/config.json': '{}',
      'api/shop.yaml': refer('parts.yaml#/A'),
      'api/parts.yaml': part('string'),
    });
    const none = await project.seatrial(['contracts', 'diff', 'api/shop.yaml']);
    assert.equal(none.exitCode, 3);
    assert.match(none.stderr, /no version of api\/shop\.yaml has been accepted/);
    const accepted = await project.seatrial(['contracts', 'accept', 'api/shop.yaml']);
    assert.equal(accepted.exitCode, 0, accepted.stderr);
    assert.match(
      accepted.stdout,
      /^api\/parts\.yaml → \.session\/tracking\/api_contracts\/api\/parts\.yaml$/m,
    );
    project.write('api/parts.yaml', part('integer'));
    const changed = await project.seatrial(['contracts', 'diff', 'api/shop.yaml']);
    assert.equal(changed.exitCode, 1, changed.stderr);
    assert.match(changed.stdout, /response-body-type-changed/);
  });

  test('identical, swapped and empty inputs are said plainly', async (t) => {
    const project = projectOf(t, {
      'old.yaml': api(10, { version: '1.0.0' }),
      'new.yaml': api(20, { version: '2.0.0' }),
      'none.yaml': 'openapi: 3.1.0\ninfo: { title: Shop, version: 1.0.0 }\npaths: {}\n',
      'none-2.yaml': 'openapi: 3.1.0\ninfo: { title: Shop, version: 2.0.0 }\npaths: {}\n',
    });
    const cases: readonly (readonly [string, string, number, RegExp])[] = [
      ['old.yaml', 'old.yaml', 0, /old\.yaml:1:1: .*the documents are identical/],
      ['new.yaml', 'old.yaml', 1, /the base has the later version, 2\.0\.0.*\n.*swapped/],
      ['none.yaml', 'none-2.yaml', 0, /neither document describes an operation/],
    ];
    for (const [base, revision, exitCode, said] of cases) {
      // oxlint-disable-next-line no-await-in-loop -- two cores for everybody
      const ended = await project.seatrial(['contracts', 'diff', base, revision]);
      assert.equal(ended.exitCode, exitCode, ended.stdout);
      assert.match(ended.stderr, said);
    }
  });

  test('what is no contract ends with 3 and its place, and says nothing of changes', async (t) => {
    const bad: Readonly<Record<string, readonly [string, RegExp]>> = {
      'empty.yaml': ['\n', /empty\.yaml:1:1: .*the document is empty/],
      'page.yaml': ['<!DOCTYPE html><html></html>', /page\.yaml:1:1: .*web page/],
      'tab.yaml': ['openapi: 3.1.0\n\tpaths: {}', /tab\.yaml:2:1: .*not valid YAML/],
      'cut.json': ['{"openapi": "3.1.0", "paths": {', /cut\.json:1:32: .*ends too early/],
      'compose.yaml': ['services: {}\n', /no OpenAPI description/],
      'old.json': ['{"swagger": "1.2", "apis": []}', /not understood/],
      'two.yaml': ['openapi: 3.1.0\n---\nopenapi: 3.1.0\n', /more than one YAML document/],
    };
    const project = projectOf(
      t,
      Object.fromEntries(Object.entries(bad).map(([name, [text]]) => [name, text])),
    );
    for (const [name, [, said]] of Object.entries(bad)) {
      for (const pair of [
        [name, 'next.yaml'],
        ['base.yaml', name],
      ]) {
        // oxlint-disable-next-line no-await-in-loop -- two cores for everybody
        const ended = await project.seatrial(['contracts', 'diff', ...pair]);
        assert.equal(ended.exitCode, 3, name);
        assert.equal(ended.stdout, '');
        assert.match(ended.stderr, said);
      }
    }
    const missing = await project.seatrial(['contracts', 'diff', 'nothing.yaml', 'next.yaml']);
    assert.equal(missing.exitCode, 3);
    assert.match(missing.stderr, /there is no file nothing\.yaml/);
  });

  test('what was not compared is an error in every format, and never "no changes"', async (t) => {
    const broken = api(10, { schema: "{ $ref: 'nothing.yaml#/A' }" });
    const project = projectOf(t, { 'base.yaml': broken, 'next.yaml': `${broken}\n` });
    const told: Readonly<Record<string, RegExp>> = {
      text: /^not everything could be compared: 2 errors\n$/,
      markdown: /\*\*Warning: not everything could be compared: 2 errors\.\*\*/,
      json: /"severity": "error"[^]*"file": "base\.yaml",\s+"line": 11/,
      sarif: /"executionSuccessful": false/,
      github: /^::error file=base\.yaml,line=11,col=\d+,title=CONTRACT_REFERENCE::not compared/,
      html: /not everything could be compared: 2 errors/,
    };
    for (const [format, expected] of Object.entries(told)) {
      // oxlint-disable-next-line no-await-in-loop -- two cores for everybody
      const ended = await project.seatrial([...DIFF, '--format', format, '--fail-on', 'none']);
      assert.equal(ended.exitCode, 3, format);
      assert.match(ended.stdout, expected, format);
      assert.doesNotMatch(ended.stdout, /no changes/, format);
      if (format === 'json') assertMatches('contracts-diff', JSON.parse(ended.stdout));
      else
        assert.match(ended.stderr, /base\.yaml:11:\d+: .*there is no file nothing\.yaml/, format);
    }
  });
});

describe('references of contracts', { concurrency: 2 }, () => {
  test('a file that is referred to comes from the same version in git', async (t) => {
    const project = projectOf(t, {
      '.session/config.json': '{}',
      'api/base.yaml': refer('../parts/a b.yaml#/A'),
      'parts/a b.yaml': part('string'),
    });
    const git = (...argv: string[]): void => {
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...argv], {
        cwd: project.root,
        stdio: 'ignore',
      });
    };
    git('init', '-q');
    git('add', 'api', 'parts');
    git('commit', '-qm', 'first');
    project.write('parts/a b.yaml', part('integer'));
    const argv = ['contracts', 'diff', 'HEAD:api/base.yaml', 'api/base.yaml'];
    const ended = await project.seatrial(argv);
    assert.equal(ended.exitCode, 1, ended.stderr);
    assert.match(ended.stdout, /response-body-type-changed/);
    assert.match(ended.stdout, /HEAD:parts\/a b\.yaml:1:\d+ → parts\/a b\.yaml:1:/);
    const accepted = await project.seatrial(['contracts', 'accept', 'HEAD:api/base.yaml']);
    assert.equal(accepted.exitCode, 0, accepted.stderr);
    const since = await project.seatrial(['contracts', 'diff', 'api/base.yaml']);
    assert.equal(since.exitCode, 1, since.stderr);
    const none = await project.seatrial([
      'contracts',
      'diff',
      'HEAD:nothing.yaml',
      'api/base.yaml',
    ]);
    assert.equal(none.exitCode, 3);
    assert.match(none.stderr, /there is no nothing\.yaml in HEAD/);
  });

  test('the network is read only when that is allowed', async (t) => {
    const asked: string[] = [];
    await using server = await serve((request, response) => {
      const url = request.url ?? '';
      asked.push(url);
      const texts: Readonly<Record<string, string>> = {
        '/old/a.yaml': "A: { $ref: 'b.yaml#/A' }\n",
        '/new/a.yaml': "A: { $ref: 'b.yaml#/A' }\n",
        '/old/b.yaml': part('string'),
        '/new/b.yaml': part('integer'),
      };
      response.statusCode = texts[url] === undefined ? 404 : 200;
      response.end(texts[url] ?? '');
    });
    const at = `http://127.0.0.1:${server.port}`;
    const project = projectOf(t, {
      'base.yaml': refer(`${at}/old/a.yaml#/A`),
      'next.yaml': refer(`${at}/new/a.yaml#/A`),
      'gone.yaml': refer(`${at}/gone.yaml#/A`),
    });
    const refused = await project.seatrial(DIFF);
    assert.equal(refused.exitCode, 3);
    assert.match(refused.stderr, /not read unless that is allowed[^]*--allow-network/);
    assert.deepEqual(asked, []);
    const allowed = await project.seatrial([...DIFF, '--allow-network']);
    assert.equal(allowed.exitCode, 1, allowed.stderr);
    assert.match(allowed.stdout, /response-body-type-changed/);
    const gone = ['contracts', 'diff', 'base.yaml', 'gone.yaml', '--allow-network'];
    const ended = await project.seatrial(gone);
    assert.equal(ended.exitCode, 3);
    assert.match(ended.stderr, /gone\.yaml could not be fetched: it answers 404/);
  });
});

describe('contracts lint', { concurrency: 2 }, () => {
  test('finds what is wrong, with its place and what was meant', async (t) => {
    const project = projectOf(t, {
      'bad.yaml': api(10, { schema: "{ type: strng, $ref: '#/nothing' }" }),
      'page.yaml': '<html></html>',
    });
    const fine = await project.seatrial(['contracts', 'lint', 'base.yaml', 'next.yaml']);
    assert.deepEqual([fine.exitCode, fine.stderr], [0, '']);
    assert.equal(fine.stdout, '2 contracts: 0 errors, 0 warnings\n');
    const argv = ['contracts', 'lint', 'bad.yaml', 'page.yaml', 'nothing.yaml'];
    const bad = await project.seatrial(argv);
    assert.equal(bad.exitCode, 3);
    assert.match(
      bad.stdout,
      /^bad\.yaml:11:\d+: error CONTRACT_TYPE_UNKNOWN: .*"strng"\n {2}did you mean "string"/m,
    );
    assert.match(bad.stdout, /^bad\.yaml:11:\d+: error CONTRACT_REFERENCE: /m);
    assert.match(bad.stdout, /^page\.yaml:1:1: error DOCUMENT_KIND: /m);
    assert.match(bad.stdout, /^nothing\.yaml: error CONTRACT_UNREADABLE: there is no file/m);
    assert.match(bad.stdout, /^3 contracts: 4 errors, 0 warnings$/m);
    const json = await project.seatrial([...argv, '--json']);
    assert.equal(json.exitCode, 3);
    assertMatches('contracts-lint', JSON.parse(json.stdout));
    const none = await project.seatrial(['contracts', 'lint']);
    assert.equal(none.exitCode, 3);
  });
});
