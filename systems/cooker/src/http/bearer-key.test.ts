import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createKeyCheck } from './bearer-key.ts';

const KEY = 'sk-anova-0123456789abcdefghijklmnopqrstuv';
const check = createKeyCheck(KEY);

function messageOf(header: string | undefined): string {
  const result = check(header);
  return result.valid ? 'valid' : result.message;
}

test('TC-MW-01 and 02 ask for a missing header', () => {
  for (const header of [undefined, '', '   ']) assert.match(messageOf(header), /Authorization/);
});

test('TC-MW-03 explains the form', () => {
  for (const header of ['Basic abc123', 'Bearer', 'Bearer    ', KEY, `Bearer ${KEY} more`]) {
    assert.match(messageOf(header), /Bearer/, header);
  }
});

test('TC-MW-04 refuses wrong keys of every kind', () => {
  const wrong = [
    'wrong-key',
    KEY.toUpperCase(),
    KEY.slice(0, -1),
    `${KEY}x`,
    "'OR'1'='1",
    '../../etc/passwd',
    '$(reboot)',
    'x'.repeat(10_000),
    'schlüssel',
    '\u{1F357}',
  ];
  for (const key of wrong) assert.match(messageOf(`Bearer ${key}`), /Invalid API key/, key);
});

test('TC-MW-05 accepts the key; the scheme is not case-sensitive', () => {
  for (const header of [`Bearer ${KEY}`, `bearer ${KEY}`, `BEARER   ${KEY} `]) {
    assert.equal(messageOf(header), 'valid');
  }
});

test('SEC-TIME a mismatch takes as long at the first character as at the last', () => {
  const early = `Bearer x${KEY.slice(1)}`;
  const late = `Bearer ${KEY.slice(0, -1)}x`;
  const [early1, late1] = [early, late].map((header) => {
    const samples = Array.from({ length: 400 }, () => {
      const before = process.hrtime.bigint();
      for (let round = 0; round < 20; round += 1) check(header);
      return Number(process.hrtime.bigint() - before);
    });
    return samples.toSorted((one, other) => one - other)[100] ?? 0;
  });
  assert.ok(early1 !== undefined && late1 !== undefined);
  const ratio = Math.max(early1, late1) / Math.min(early1, late1);
  assert.ok(ratio < 1.5, `ratio ${ratio}`);
});
