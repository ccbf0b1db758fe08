import assert from 'node:assert/strict';
import { test } from 'node:test';

import { logOnce, type LogEvent } from './log.ts';

test('says each thing once, and stops before what the cloud sends fills the memory', () => {
  const lines: LogEvent[] = [];
  const say = logOnce((event) => lines.push(event));
  for (const key of ['a', 'b', 'a']) say(key, { level: 'warn', msg: key });
  assert.deepEqual(
    lines.map((event) => event.msg),
    ['a', 'b'],
  );
  for (let count = 0; count < 1000; count += 1) say(`n${count}`, { level: 'warn', msg: 'n' });
  assert.equal(lines.length, 200);
});
