import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';

import { generate, generatedFiles, main, staleFiles } from './generate.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

test('what is committed is what the code would write', async () => {
  const stale = (await staleFiles(ROOT)).map(({ path }) => path);
  assert.deepEqual(stale, [], 'run: npm run generate');
});

test('the same code writes the same bytes, and each file once', async () => {
  const files = await generatedFiles();
  assert.deepEqual(await generatedFiles(), files);
  assert.equal(new Set(files.map(({ path }) => path)).size, files.length);
});

test('a file that was edited by hand is named, and written anew', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'seatrial-generate-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const written = await generate(folder);
  assert.equal(written.length, (await generatedFiles()).length);
  const page = join(folder, 'docs', 'cli.md');
  const text = readFileSync(page, 'utf8');
  writeFileSync(page, `${text}by hand\n`);
  assert.deepEqual(
    (await staleFiles(folder)).map(({ path }) => path),
    ['docs/cli.md'],
  );
  assert.deepEqual(await generate(folder), ['docs/cli.md']);
  assert.equal(readFileSync(page, 'utf8'), text);
  assert.deepEqual(await generate(folder), []);
});

test('--check names the stale file and fails, without writing', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'seatrial-generate-'));
  t.after(() => rmSync(root, { recursive: true }));
  const said: string[] = [];
  const io = { root, say: (line: string) => void said.push(line) };
  assert.equal(await main([], io), 0);
  said.length = 0;
  assert.equal(await main(['--check'], io), 0);
  const schema = join(root, 'packages/seatrial/schemas/run.schema.json');
  writeFileSync(schema, '{}');
  assert.equal(await main(['--check'], io), 1);
  assert.deepEqual(said, [
    'packages/seatrial/schemas/run.schema.json:1:1: error: not what the code would write; run: npm run generate',
  ]);
  assert.equal(readFileSync(schema, 'utf8'), '{}');
});

test('every published schema is a valid JSON Schema with a title or an id', async () => {
  const files = (await generatedFiles()).filter(({ path }) => path.includes('/schemas/'));
  assert.deepEqual(
    files.map(({ path }) => path.replace(/^.*\//, '').replace('.schema.json', '')),
    [
      'config',
      'contracts-accept',
      'contracts-coverage',
      'contracts-diff',
      'contracts-lint',
      'environment-down',
      'environment-exec',
      'environment-logs',
      'environment',
      'error',
      'init',
      'lint',
      'plan',
      'run',
      'scenario',
      'spec',
    ],
  );
  for (const { path, text } of files) {
    const schema = JSON.parse(text) as Record<string, unknown>;
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    assert.ok(ajv.validateSchema(schema), `${path}: ${ajv.errorsText()}`);
    ajv.compile(schema);
    assert.ok(typeof (schema['title'] ?? schema['$id']) === 'string', path);
  }
});
