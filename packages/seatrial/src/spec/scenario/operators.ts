import type { Expectation, ExpectationForm, OrderOperator, TypeMarker } from './expectation.ts';
import { TYPE_MARKERS } from './expectation.ts';
import type { Reader } from './reader.ts';
import { didYouMean } from './reader.ts';
import type { JsonSchema } from './shape.ts';
import { anything } from './shape.ts';
import type { TreeNode } from './source-tree.ts';
import { describeNode } from './source-tree.ts';

/** Reads an expectation inside an operator. */
type ReadExpectation = (node: TreeNode, reader: Reader) => Expectation | undefined;

/** One `$…` key: how editors check it, and how it is read. */
export interface Operator {
  readonly schema: JsonSchema;
  readonly read: (
    node: TreeNode,
    reader: Reader,
    readExpectation: ReadExpectation,
  ) => ExpectationForm | undefined;
}

const EXPECTATION = { $ref: '#/$defs/expectation' };

/** Every operator of the language, by its key. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  $type: {
    schema: {
      description: `The kind of value: ${TYPE_MARKERS.join(', ')}; or a list of them, one of which must fit.`,
      anyOf: [
        { enum: [...TYPE_MARKERS, null] },
        { type: 'array', minItems: 1, items: { enum: [...TYPE_MARKERS, null] } },
      ],
      examples: ['uuid', ['string', 'null']],
    },
    read: readType,
  },
  $gt: order('$gt', 'Greater than a number, or later than a date-time.'),
  $gte: order('$gte', 'At least this number, or not before this date-time.'),
  $lt: order('$lt', 'Less than a number, or earlier than a date-time.'),
  $lte: order('$lte', 'At most this number, or not after this date-time.'),
  $equals: {
    schema: { description: 'Deeply equal: in an object, no key more and no key less.' },
    read: (node, reader) => {
      const read = anything().read(node, reader);
      return read === undefined ? undefined : { form: 'equals', value: read.value };
    },
  },
  $contains: {
    schema: {
      description:
        'A text contains this text; a list contains a value like this, or one for each of these.',
      ...EXPECTATION,
    },
    read: nested((expected) => ({ form: 'contains', expected })),
  },
  $containsOnly: {
    schema: {
      description: 'A list holds a value for each of these, in any order, and nothing else.',
      type: 'array',
      items: EXPECTATION,
    },
    read: several((items) => ({ form: 'contains-only', items })),
  },
  $matches: {
    schema: {
      description:
        'A regular expression that a part of the text matches: `^a+$`, or `/^a+$/i` with flags.',
      type: 'string',
      minLength: 1,
      format: 'regex',
      examples: ['^INV-\\d+$', '/refused/i'],
    },
    read: readMatches,
  },
  $length: {
    schema: {
      description: 'The length of a text, the items of a list, the keys of an object.',
      ...EXPECTATION,
      examples: [3, { $gte: 1 }],
    },
    read: nested((expected) => ({ form: 'length', expected })),
  },
  $each: {
    schema: {
      description:
        'Every item of a list is like this. An empty list does not pass: it would show nothing.',
      ...EXPECTATION,
    },
    read: nested((expected) => ({ form: 'each', expected })),
  },
  $not: {
    schema: { description: 'The value is not like this.', ...EXPECTATION },
    read: nested((expected) => ({ form: 'not', expected })),
  },
  $oneOf: {
    schema: {
      description: 'The value is like at least one of these.',
      type: 'array',
      minItems: 1,
      items: EXPECTATION,
      examples: [[200, 409]],
    },
    read: several((options) => ({ form: 'one-of', options }), 1),
  },
  $absent: {
    schema: {
      description:
        'True: there is no such key, header or value. False: there is one, whatever it holds.',
      type: 'boolean',
    },
    read: (node, reader) => {
      if (node.kind === 'scalar' && typeof node.value === 'boolean') {
        return { form: 'absent', absent: node.value };
      }
      reader.expected(node, 'true or false');
      return undefined;
    },
  },
};

function nested(make: (expected: Expectation) => ExpectationForm): Operator['read'] {
  return (node, reader, readExpectation) => {
    const expected = readExpectation(node, reader);
    return expected === undefined ? undefined : make(expected);
  };
}

function several(
  make: (items: readonly Expectation[]) => ExpectationForm,
  atLeast = 0,
): Operator['read'] {
  return (node, reader, readExpectation) => {
    if (node.kind !== 'list' || node.items.length < atLeast) {
      reader.expected(node, 'a list of expectations');
      return undefined;
    }
    const items = node.items.map((item) => readExpectation(item, reader));
    return items.includes(undefined) ? undefined : make(items as Expectation[]);
  };
}

function order(operator: OrderOperator, description: string): Operator {
  return {
    schema: { description, type: ['number', 'string'], examples: [40, '2030-01-01T00:00:00Z'] },
    read: (node, reader) => {
      const bound = node.kind === 'scalar' ? node.value : null;
      if (typeof bound !== 'number' && typeof bound !== 'string') {
        reader.expected(node, 'a number or a date-time');
        return undefined;
      }
      if (typeof bound === 'string') reader.checkReferences(bound, node.at);
      return { form: 'compare', operator, bound };
    },
  };
}

function readType(node: TreeNode, reader: Reader): ExpectationForm | undefined {
  const nodes = node.kind === 'list' && node.items.length > 0 ? node.items : [node];
  const types = nodes.map((item) => readTypeMarker(item, reader));
  return types.includes(undefined) ? undefined : { form: 'type', types: types as TypeMarker[] };
}

function readTypeMarker(node: TreeNode, reader: Reader): TypeMarker | undefined {
  // YAML reads a bare `null` as nothing; here it names the kind.
  const word = node.kind === 'scalar' ? (node.value ?? 'null') : undefined;
  const marker = TYPE_MARKERS.find((candidate) => candidate === word);
  if (marker === undefined) {
    reader.complain(node.at, {
      code: 'SPEC_INVALID_VALUE',
      message: '$type names no kind of value that is known',
      expected: `one of ${TYPE_MARKERS.join(', ')}`,
      seen: describeNode(node),
      hint: typeof word === 'string' ? didYouMean(word, TYPE_MARKERS) : undefined,
    });
  }
  return marker;
}

const WITH_FLAGS = /^\/([^]+)\/([a-z]*)$/;

function readMatches(node: TreeNode, reader: Reader): ExpectationForm | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '') {
    reader.expected(node, 'a regular expression', 'put it in quotes');
    return undefined;
  }
  const [, inner, flags = ''] = WITH_FLAGS.exec(node.value) ?? [];
  const pattern = inner ?? node.value;
  try {
    // `g` and `y` would keep state between two matches.
    if (/[gy]/.test(flags)) throw new SyntaxError(`the flags "${flags}" hold g or y`);
    RegExp(pattern, flags);
    return { form: 'matches', pattern, flags };
  } catch (error) {
    reader.complain(node.at, {
      code: 'SPEC_INVALID_PATTERN',
      message: 'this regular expression cannot be read',
      expected: 'a JavaScript regular expression',
      seen: error instanceof Error ? error.message : String(error),
      hint: 'in double quotes YAML takes "\\\\" for one backslash; single quotes keep it as it is',
    });
    return undefined;
  }
}
