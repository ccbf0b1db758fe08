import type { Shape } from '../shape.ts';
import { mapped, text } from '../shape.ts';

const RATE = /^(?=.*[1-9])(\d{1,9}(?:\.\d{1,3})?)(B|kB|MB)\/s$/;
const BYTES: Readonly<Record<string, number>> = { B: 1, kB: 1000, MB: 1_000_000 };

/** `500B/s`, `64kB/s`, `1.5MB/s`, in bytes per second. */
export const rate: Shape<number> = mapped(
  text({
    title: 'a rate such as 64kB/s, above zero',
    pattern: RATE,
    hint: 'write a number and its unit without a space: 500B/s, 64kB/s, 1.5MB/s',
  }),
  (value) => {
    const [, amount = '', unit = ''] = RATE.exec(value) ?? [];
    return Math.max(1, Number(amount) * (BYTES[unit] ?? 1));
  },
);

/** How many requests, from one on. */
export const requestCount: Shape<number> = {
  schema: { type: 'integer', minimum: 1 },
  read: (node, reader) => {
    const value = node.kind === 'scalar' ? node.value : null;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
    reader.expected(node, 'a number of requests, from 1 on');
    return undefined;
  },
};
