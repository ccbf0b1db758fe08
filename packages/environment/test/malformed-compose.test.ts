import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import type { Diagnostic } from '../src/index.ts';
import { EnvironmentError, formatDiagnostic, readComposeFile } from '../src/index.ts';
import { fixture, scratchFolder } from './scratch-project.ts';

/** Each folder holds a Compose file, and in `expected.txt` how the first errors about it begin. */
const CORPUS = fixture('malformed');
const NAMES = readdirSync(CORPUS);
/** Of processor time: what else the machine does is not counted. */
const LIMIT_MS = 1000;

test('the corpus has at least 40 files', () => {
  assert.ok(NAMES.length >= 40);
});

describe('a malformed Compose file is refused with code, line and column:', () => {
  for (const name of NAMES) {
    test(name, () => {
      const folder = join(CORPUS, name);
      const { diagnostics, cpuMs } = refusal(join(folder, 'compose.yaml'));
      const expected = readFileSync(join(folder, 'expected.txt'), 'utf8').trimEnd().split('\n');
      for (const [index, line] of expected.entries()) {
        const found = diagnostics[index];
        assert.ok(found !== undefined, `too few errors, missing: ${line}`);
        const text = `${found.code} ${formatDiagnostic(found)}`;
        const seen = text.replace(`${folder}/`, '').replaceAll(folder, '<folder>');
        assert.ok(seen.startsWith(line), `${seen}\nis not\n${line}`);
      }
      for (const { file, line, column } of diagnostics) {
        assert.ok(file !== undefined && line !== undefined && column !== undefined);
        assert.ok(line >= 1 && column >= 1);
      }
      assert.ok(diagnostics.length <= 101, 'more errors than anybody reads');
      assert.ok(cpuMs < LIMIT_MS, `took ${cpuMs} ms`);
    });
  }
});

/** A megabyte of each, which is as much as is read at all. */
const FLOODS: Readonly<Record<string, string>> = {
  brackets: '[',
  dashes: '- ',
  'quoted texts': "'\n",
  tabs: '\t\n',
  'the same key': 'a:\n',
  'directives that are none': '%A\n',
  documents: '---\na: b\n',
};

describe('a megabyte is refused within a second: it is nothing but', () => {
  for (const [what, unit] of Object.entries(FLOODS)) {
    test(what, (t) => {
      const text = unit.repeat(Math.floor((1024 * 1024) / unit.length));
      const folder = scratchFolder(t, { 'compose.yaml': text });
      const { diagnostics, cpuMs } = refusal(join(folder, 'compose.yaml'));
      assert.equal(diagnostics[0]?.code, 'COMPOSE_TOO_LARGE');
      assert.ok(diagnostics[0]?.line !== undefined);
      assert.ok(cpuMs < LIMIT_MS, `took ${cpuMs} ms`);
    });
  }
});

test('ten megabytes are refused unread, with a line', (t) => {
  const folder = scratchFolder(t, { 'compose.yaml': '# filler\n'.repeat(1_200_000) });
  const { diagnostics, cpuMs } = refusal(join(folder, 'compose.yaml'));
  assert.deepEqual(
    diagnostics.map(({ code, line, seen }) => [code, line, seen]),
    [['COMPOSE_TOO_LARGE', 1, '10800000 bytes']],
  );
  assert.ok(cpuMs < LIMIT_MS, `took ${cpuMs} ms`);
});

test('thousands of services that extend each other, or one with thousands of values, are refused', (t) => {
  const chain = Array.from(
    { length: 3000 },
    (_, index) => `  a${index}: {extends: a${index + 1}}\n`,
  );
  const values = Array.from({ length: 2000 }, (_, index) => `V${index}: x`).join(', ');
  const wide = Array.from({ length: 2000 }, (_, index) => `  a${index}: {extends: base}\n`);
  const folder = scratchFolder(t, {
    'chain.yaml': `services:\n${chain.join('')}  a3000: {image: x}\n`,
    'wide.yaml': `services:\n  base: {image: x, environment: {${values}}}\n${wide.join('')}`,
  });
  for (const [name, code] of [
    ['chain.yaml', 'COMPOSE_EXTENDS'],
    ['wide.yaml', 'COMPOSE_TOO_LARGE'],
  ] as const) {
    const { diagnostics, cpuMs } = refusal(join(folder, name));
    assert.equal(diagnostics[0]?.code, code);
    assert.ok(cpuMs < LIMIT_MS, `took ${cpuMs} ms`);
  }
});

test('a folder, and a file that does not exist, are refused', (t) => {
  const folder = scratchFolder(t, { 'compose.yaml/keep': '' });
  assert.equal(
    refusal(join(folder, 'compose.yaml')).diagnostics[0]?.code,
    'COMPOSE_FILE_UNREADABLE',
  );
  assert.equal(refusal(join(folder, 'none.yaml')).diagnostics[0]?.code, 'COMPOSE_FILE_MISSING');
});

function refusal(path: string): { diagnostics: readonly Diagnostic[]; cpuMs: number } {
  const before = process.cpuUsage();
  try {
    readComposeFile(path, { env: { HOME: '/home/somebody' } });
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const { user, system } = process.cpuUsage(before);
    const diagnostics = error.diagnostics.filter(({ severity }) => severity === 'error');
    return { diagnostics, cpuMs: (user + system) / 1000 };
  }
  return assert.fail(`${path} was accepted`);
}
