import type { Captures } from '../block.ts';
import type { Expectation } from '../expectation.ts';
import { expectation } from '../read-expectation.ts';
import type { Field, Shape } from '../shape.ts';
import { optional, recordOf, text, writtenText } from '../shape.ts';
import { CAPTURE_KEY, HEADER_KEY, captureSource, duration } from '../terms.ts';

/** Header names are the same in any case (RFC 9110 §5.1). */
export const lowerCase = (name: string): string => name.toLowerCase();

export const name = optional(text({ title: 'a name for people' }), {
  description: 'What the step is called in reports.',
});
export const within = optional(duration, {
  description: 'How long the whole step may take.',
  examples: ['500ms', '2s'],
  default: '10s',
});
export const capture: Field<Captures> = optional(
  recordOf(captureSource, { title: 'a map from names to JSONPaths', key: CAPTURE_KEY }),
  {
    description:
      'Values that later steps use as ${name}: a JSONPath into the result, or header:<name>.',
    examples: [{ cookId: '$.cook_id' }],
  },
);

const headerValue: Shape<{ readonly value: string | null }> = {
  schema: {
    type: ['string', 'number', 'boolean', 'null'],
    not: { type: 'string', pattern: '[\\r\\n]' },
  },
  read: (node, reader) => {
    if (node.kind === 'scalar' && node.value === null) return { value: null };
    const value = writtenText('the value of a header, or null to take it away').read(node, reader);
    if (value === undefined || !/[\r\n]/.test(value))
      return value === undefined ? undefined : { value };
    reader.expected(node, 'a header on one line');
    return undefined;
  },
};

export const headers = optional(
  recordOf(headerValue, { title: 'a map of headers', key: HEADER_KEY, normalise: lowerCase }),
  {
    description: 'Headers to send. Null takes away a header that the background gives.',
    examples: [{ authorization: 'Bearer ${cooker.API_KEY}' }],
  },
);

/** The headers of a step, null where one is taken away. */
export function plainHeaders(
  read: Readonly<Record<string, { readonly value: string | null }>> = {},
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(Object.entries(read).map(([key, { value }]) => [key, value]));
}

export const expectAny = (description: string): Field<Expectation> =>
  optional(expectation, { description });
