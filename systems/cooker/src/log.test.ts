import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createLog, createRedactor } from './log.ts';

const SECRET = 'anova-top/secret token+1';

function collect(level: 'info' | 'warn' | 'error'): {
  log: ReturnType<typeof createLog>;
  written: string[];
} {
  const written: string[] = [];
  const log = createLog({
    level,
    secrets: [SECRET],
    write: (text) => written.push(text),
    now: () => 0,
  });
  return { log, written };
}

test('writes one JSON object a line', () => {
  const { log, written } = collect('info');
  log.log({ level: 'info', msg: 'one', port: 1 });
  log.log({ level: 'warn', msg: 'two' });
  log.flush();
  assert.deepEqual(
    written
      .join('')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
    [
      { time: '1970-01-01T00:00:00.000Z', level: 'info', msg: 'one', port: 1 },
      { time: '1970-01-01T00:00:00.000Z', level: 'warn', msg: 'two' },
    ],
  );
});

test('leaves out what is below its level', () => {
  const { log, written } = collect('warn');
  log.log({ level: 'info', msg: 'quiet' });
  log.flush();
  assert.deepEqual(written, []);
});

test('SEC-CRED-01 blots out secrets wherever they come from, URL-encoded too', () => {
  const { log, written } = collect('info');
  log.log({
    level: 'error',
    msg: `failed at ${SECRET}`,
    nested: { url: `wss://x/?token=${encodeURIComponent(SECRET)}` },
  });
  log.flush();
  const text = written.join('');
  assert.doesNotMatch(text, /top.{0,3}secret/);
  assert.equal(text.match(/\[redacted\]/g)?.length, 2);
});

test('does not blot out the whole text for the sake of an empty secret', () => {
  assert.equal(createRedactor(['', 'short'])('a short text'), 'a short text');
});
