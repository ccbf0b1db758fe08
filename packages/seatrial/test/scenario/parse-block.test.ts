import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import {
  parseBackgroundBlock,
  parseScenarioBlock,
  servicesOf,
} from '../../src/spec/scenario/index.ts';
import { BAD_BLOCKS } from './bad-blocks.ts';
import { BAD_YAML_BLOCKS } from './bad-yaml-blocks.ts';
import { GOOD_BLOCKS } from './good-blocks.ts';

const ORIGIN = { file: 'docs/pay.md', line: 41, column: 3 };

describe('a scenario block', () => {
  for (const [name, text] of Object.entries(GOOD_BLOCKS)) {
    it(`may hold ${name}`, () => {
      const { block, diagnostics } = parseScenarioBlock(text, ORIGIN);
      assert.deepEqual(diagnostics, []);
      assert.ok(block !== null);
    });
  }

  for (const [name, bad] of Object.entries({ ...BAD_BLOCKS, ...BAD_YAML_BLOCKS })) {
    it(`is refused for ${name}`, () => {
      const { block, diagnostics } = parseScenarioBlock(bad.text, ORIGIN);
      assert.equal(block, null);
      const [first] = diagnostics;
      const [line = 0, column = 0] = bad.place.split(':').map(Number);
      const place = [first?.file, (first?.line ?? 0) - 40, (first?.column ?? 0) - 2];
      assert.deepEqual(
        [first?.code, ...place],
        [bad.code, 'docs/pay.md', line, column],
        JSON.stringify(first),
      );
      assert.match([first?.message, first?.expected, first?.seen, first?.hint].join(' '), bad.says);
      assert.equal(first?.severity, 'error');
    });
  }

  it('reports every mistake, each at its place', () => {
    const { diagnostics } = parseScenarioBlock(
      `steps:
  - http: GET web/x
    expct: 1
    within: 5
  - sql: db
`,
      { file: 'a.md', line: 1, column: 1 },
    );
    assert.deepEqual(
      diagnostics.map(({ code, line, column }) => `${code} ${String(line)}:${String(column)}`),
      ['SPEC_UNKNOWN_KEY 3:5', 'SPEC_WRONG_TYPE 4:13', 'SPEC_MISSING_KEY 5:5'],
    );
  });

  it('reads a step with all that it leaves out', () => {
    const { block } = parseScenarioBlock('steps:\n  - http: GET web:8080/a?b=1\n', ORIGIN);
    const source = { file: 'docs/pay.md', line: 42, column: 7 };
    assert.deepEqual(block, {
      steps: [
        {
          kind: 'http',
          method: 'GET',
          target: { service: 'web', port: 8080, path: '/a?b=1' },
          headers: {},
          body: { form: 'none' },
          expect: {
            status: { form: 'status-class', hundreds: 2, at: source },
            headers: {},
            json: null,
            text: null,
          },
          capture: {},
          name: null,
          withinMs: null,
          source,
        },
      ],
      reset: null,
      variables: [],
      source: ORIGIN,
    });
  });

  it('takes a header and an argument as they are written', () => {
    const { block } = parseScenarioBlock(
      'steps:\n  - http: GET web/x\n    headers: { X-Id: 0123, x-v: 1.0 }\n  - exec: [a, 007, 1e3]\n',
      ORIGIN,
    );
    const [http, exec] = block?.steps ?? [];
    assert.deepEqual(http?.kind === 'http' && http.headers, { 'x-id': '0123', 'x-v': '1.0' });
    assert.deepEqual(exec?.kind === 'exec' && exec.command, ['a', '007', '1e3']);
  });

  it('keeps a key named __proto__ a key', () => {
    const { block } = parseScenarioBlock(
      'steps: [{ http: PUT web/x, json: { __proto__: { a: 1 } } }]',
      ORIGIN,
    );
    const [step] = block?.steps ?? [];
    assert.ok(step?.kind === 'http' && step.body.form === 'json');
    assert.equal(JSON.stringify(step.body.value), '{"__proto__":{"a":1}}');
  });

  it('may use what the background of its file captures', () => {
    const { background } = parseBackgroundBlock(
      'steps: [{ http: POST web/login, capture: { token: $.token } }]',
      ORIGIN,
    );
    const text = 'steps: [{ http: "GET web/${token}" }]';
    assert.deepEqual(parseScenarioBlock(text, ORIGIN, { background }).diagnostics, []);
    assert.equal(parseScenarioBlock(text, ORIGIN).diagnostics[0]?.code, 'SPEC_UNKNOWN_REFERENCE');
  });

  it('names the services it needs, those of references too', () => {
    const { block } = parseScenarioBlock(GOOD_BLOCKS['the whole language'] ?? '', ORIGIN);
    assert.ok(block !== null);
    assert.deepEqual(servicesOf(block), ['cooker', 'web', 'db']);
    const { block: other } = parseScenarioBlock(
      'steps: [{ exec: "echo ${auth.API_KEY}", expect: { stdout: "${my-db.USER}" } }]',
      ORIGIN,
    );
    assert.ok(other !== null);
    assert.deepEqual(servicesOf(other), ['auth', 'my-db']);
  });

  it('parses a thousand blocks of five steps fast', () => {
    const text = (GOOD_BLOCKS['the whole language'] ?? '').split('  - exec: ls')[0] ?? '';
    parseScenarioBlock(text, ORIGIN);
    const startedAt = process.cpuUsage();
    for (let count = 0; count < 1000; count += 1) parseScenarioBlock(text, ORIGIN);
    const { user } = process.cpuUsage(startedAt);
    // Measured 40 to 130 ms; the bound leaves room for a busy machine.
    assert.ok(user < 600_000, `${String(user / 1000)} ms`);
  });
});

describe('a background block', () => {
  it('gives headers by service, which may use its captures, wherever they stand', () => {
    const { background, diagnostics } = parseBackgroundBlock(
      `headers:
  cooker: { Authorization: "Bearer \${cooker.API_KEY}", x-n: 5, x-t: "\${token}" }
steps:
  - http: POST auth/login
    capture: { token: $.token }
`,
      ORIGIN,
    );
    assert.deepEqual(diagnostics, []);
    assert.ok(background !== null);
    assert.deepEqual(background.headers, {
      cooker: { authorization: 'Bearer ${cooker.API_KEY}', 'x-n': '5', 'x-t': '${token}' },
    });
    assert.deepEqual(servicesOf(background), ['cooker', 'auth']);
  });

  for (const [text, code, place] of [
    ['', 'SPEC_EMPTY_BLOCK', '1:1'],
    ['headers: { cooker: Bearer }', 'SPEC_WRONG_TYPE', '1:20'],
    ['headers: { cooker: { a: null } }', 'SPEC_WRONG_TYPE', '1:25'],
    ['headers: { cooker: { a: "${token}" } }', 'SPEC_UNKNOWN_REFERENCE', '1:26'],
    ['header: { cooker: { a: b } }', 'SPEC_UNKNOWN_KEY', '1:1'],
    ['steps: []', 'SPEC_WRONG_TYPE', '1:8'],
  ] as const) {
    it(`is refused: ${text}`, () => {
      const { background, diagnostics } = parseBackgroundBlock(text, {
        file: 'a.md',
        line: 1,
        column: 1,
      });
      assert.equal(background, null);
      const [{ code: found, line, column } = {}] = diagnostics;
      assert.deepEqual([found, `${String(line)}:${String(column)}`], [code, place]);
    });
  }
});
