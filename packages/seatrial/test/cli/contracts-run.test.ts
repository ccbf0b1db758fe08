import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { CheckRecord } from '../../src/evidence/index.ts';
import { contractProject, OK_SCHEMA, webApi } from '../support/contract-project.ts';
import { OK, scenario } from '../support/small-project.ts';
import type { TrialProject } from '../support/trial-project.ts';

const KEPT = webApi(OK_SCHEMA);
const IN_OK = '/paths/~1ok/get/responses/200/content/application~1json/schema';

function contractOf(project: TrialProject): CheckRecord {
  const found = project.record().checks.find(({ kind }) => kind === 'contract');
  assert.ok(found !== undefined);
  return found;
}

/** What the log says of the service and its contract. */
function keptIn(project: TrialProject): Record<string, unknown> {
  const steps = contractOf(project).attempts[0]?.steps ?? [];
  return steps.find(({ title }) => title === 'kept by web')?.evidence as Record<string, unknown>;
}

describe('a contract in a run', { concurrency: 2 }, () => {
  test('that the service keeps is passed, with what of it was exercised', async (t) => {
    const project = contractProject(t, [scenario('T-1', OK)], {
      document: webApi(OK_SCHEMA, {
        '/sick': { get: { responses: { 200: { description: 'never' } } } },
      }),
    });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 0, stdout);
    const { coverage, notExercised, seen, checked } = keptIn(project);
    assert.deepEqual([seen, checked], [1, 1]);
    assert.equal(
      coverage,
      '1 of 2 operations, 1 of 2 responses, 0 of 0 parameters exercised; checked 1 exchange',
    );
    assert.deepEqual(notExercised, ['GET /sick']);
  });

  test('that it does not keep is failed, each violation once and with its place in the contract', async (t) => {
    const document = webApi({ properties: { ok: { type: 'string' } } });
    const sick = '{ http: GET web/sick, expect: { status: 503 } }';
    const project = contractProject(t, [scenario('T-1', OK, OK, sick), scenario('T-2', OK)], {
      document,
    });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 1, stdout);
    const { failure } = contractOf(project);
    assert.match(failure?.message ?? '', /^web does not keep its contract: /);
    assert.equal(failure?.expected, `as ${IN_OK}/properties/ok/type says`);
    assert.match(failure.detail ?? '', /must be string .*\(3 times\)/);
    const violations = keptIn(project)['violations'] as readonly Record<string, unknown>[];
    assert.deepEqual(
      violations.map(({ code, pointer, count }) => [code, pointer, count]),
      [
        ['response-body-invalid', `${IN_OK}/properties/ok/type`, 3],
        ['endpoint-undocumented', '/paths', 1],
      ],
    );
    assert.deepEqual(keptIn(project)['undocumented'], ['GET /sick']);
  });

  test('tells fields that it does not name, and fails for them only where it forbids others', async (t) => {
    const open = contractProject(t, [scenario('T-1', OK)], {
      document: webApi({ properties: { id: {} } }),
    });
    const { exitCode, stdout } = await open.seatrial(['run']);
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual(keptIn(open)['undocumentedFields'], [
      { operation: 'GET /ok', pointer: '/ok' },
    ]);
    const closed = contractProject(t, [scenario('T-1', OK)], {
      document: webApi({ properties: { id: {} }, additionalProperties: false }),
    });
    assert.equal((await closed.seatrial(['run'])).exitCode, 1);
    assert.match(contractOf(closed).failure?.message ?? '', /must not have the property "ok"/);
  });

  test('whose violations are without number is told the first kinds and how many more there were', async (t) => {
    const shop = `
import { createServer } from 'node:http';
createServer((_, response) => response.end('{}')).listen(Number(process.env.PORT), '127.0.0.1');
`;
    const steps = Array.from({ length: 203 }, (_, index) => `{ http: GET web/secret/${index} }`);
    const project = contractProject(t, [scenario('T-1', ...steps)], {
      document: KEPT,
      files: { 'web.mjs': shop },
    });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 1, stdout);
    const { violations, moreViolations } = keptIn(project);
    assert.deepEqual([(violations as readonly unknown[]).length, moreViolations], [200, 3]);
    assert.match(contractOf(project).failure?.detail ?? '', /and 3 of further kinds$/);
  });

  test('of which a sample is checked says how large it was', async (t) => {
    const project = contractProject(t, [scenario('T-1', ...Array.from({ length: 7 }, () => OK))], {
      document: KEPT,
      bullets: ['Version: 1.0.0', 'Breaking changes: allowed', 'Sample: every 3rd exchange'],
    });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 0, stdout);
    assert.match(String(keptIn(project)['coverage']), /checked 3 of 7 exchanges$/);
  });

  test('is not proven when nothing was sent', async (t) => {
    const other = '{ exec: [node, -e, ""] }';
    const project = contractProject(t, [scenario('T-1', other)], { document: KEPT });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    const { outcome, reason } = contractOf(project);
    assert.equal(outcome, 'skipped');
    assert.match(reason ?? '', /nothing was sent to web/);
  });

  test('is not blamed for what a fault between them has answered', async (t) => {
    const project = contractProject(
      t,
      [
        scenario(
          'T-1',
          '{ fault: "status 503 scenario -> web", first: 1 }',
          '{ http: GET web/ok, expect: { status: 503 } }',
          '{ fault: undo }',
          OK,
        ),
      ],
      { document: KEPT },
    );
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 0, stdout);
    assert.equal(keptIn(project)['seen'], 1);
  });

  test('in another version than the spec names is failed', async (t) => {
    const project = contractProject(t, [scenario('T-1', OK)], {
      document: KEPT,
      bullets: ['Version: v1.2.0', 'Breaking changes: allowed'],
    });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 1, stdout);
    const { failure } = contractOf(project);
    assert.deepEqual([failure?.expected, failure?.seen], ['v1.2.0', '1.0.0']);
  });

  test('whose accepted version nobody has kept is skipped, with the command; then changes count', async (t) => {
    const project = contractProject(t, [scenario('T-1', OK)], {
      document: KEPT,
      bullets: ['Version: 1.0.0'],
    });
    const first = await project.seatrial(['run']);
    assert.equal(first.exitCode, 2, first.stdout);
    assert.match(contractOf(project).reason ?? '', /seatrial contracts accept api\.json$/);

    const accepted = await project.seatrial(['contracts', 'accept', 'api.json']);
    assert.equal(accepted.exitCode, 0, accepted.stderr);
    assert.ok(project.exists('.session/tracking/api_contracts/api.json'));
    const second = await project.seatrial(['run']);
    assert.equal(second.exitCode, 0, second.stdout);

    // Who sends nothing is now refused, and whoever wrote a client before does not know.
    const parameters = [{ name: 'q', in: 'query', required: true, schema: { type: 'string' } }];
    const { paths, ...rest } = KEPT as { paths: { '/ok': { get: object } } };
    const get = { ...paths['/ok'].get, parameters };
    project.write('api.json', JSON.stringify({ ...rest, paths: { '/ok': { get } } }));
    const third = await project.seatrial(['run']);
    assert.equal(third.exitCode, 1, third.stdout);
    assert.match(third.stdout, /NOT READY/);
    assert.match(contractOf(project).failure?.detail ?? '', /\[new-required-request-parameter\]/);
  });
});

const BROKEN: readonly (readonly [what: string, schema: unknown, says: RegExp])[] = [
  ['a pattern that is none', { properties: { ok: { pattern: '(' } } }, /regular expression/],
  ['a reference to nothing', { $ref: '#/components/schemas/None' }, /leads nowhere/],
  ['a type that is none', { type: 'objct' }, /this is no schema/],
];

describe('a contract that cannot be checked', { concurrency: 2 }, () => {
  for (const [what, schema, says] of BROKEN) {
    test(`for ${what} is an error with its place, never passed`, async (t) => {
      const project = contractProject(t, [scenario('T-1', OK)], { document: webApi(schema) });
      const { exitCode, stdout } = await project.seatrial(['run']);
      assert.equal(exitCode, 2, stdout);
      const { outcome, failure } = contractOf(project);
      assert.equal(outcome, 'error');
      assert.match(failure?.message ?? '', says);
      assert.equal(failure?.source?.file, 'api.json');
      assert.ok((failure.source.line ?? 0) > 10, JSON.stringify(failure));
      assert.match(failure.seen ?? '', new RegExp(`^at ${IN_OK.replaceAll('/', String.raw`\/`)}`));
    });
  }

  test('against a version with a reference to nothing is an error at that reference', async (t) => {
    const accepted = '.session/tracking/api_contracts/api.json';
    const broken = webApi({ $ref: '#/components/schemas/None' });
    const project = contractProject(t, [scenario('T-1', OK)], {
      document: KEPT,
      files: { [accepted]: JSON.stringify(broken, null, 2) },
    });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    const { outcome, failure } = contractOf(project);
    assert.equal(outcome, 'error');
    assert.match(failure?.message ?? '', /leads nowhere/);
    assert.equal(failure?.source?.file, accepted);
    assert.ok(failure.source.line > 10, JSON.stringify(failure));
  });

  test('because it is none is an error with its place', async (t) => {
    const project = contractProject(t, [scenario('T-1', OK)], {
      document: {},
      files: { 'api.json': '{\n  "openapi": "3.1.0",\n  "info": }\n' },
    });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    const { outcome, failure } = contractOf(project);
    assert.equal(outcome, 'error');
    assert.equal(failure?.source?.file, 'api.json');
    assert.ok(failure.source.line >= 3, JSON.stringify(failure));
  });
});
