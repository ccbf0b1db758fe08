import type { Expectation, ExpectationForm } from './expectation.ts';
import { jsonPathProblem } from './json-path.ts';
import { OPERATORS } from './operators.ts';
import type { Reader } from './reader.ts';
import { didYouMean } from './reader.ts';
import { hasReference, parseTemplate } from './references.ts';
import type { JsonSchema, Shape } from './shape.ts';
import type { MapEntry, MapNode, ScalarNode, TreeNode } from './source-tree.ts';

const OPERATOR_NAMES = Object.keys(OPERATORS);
const STATUS_CLASS = /^[1-5]xx$/;
const PATH_KEY = '^\\$([.\\[][^]*)?$';

/** Any expectation. */
export const expectation: Shape<Expectation> = {
  schema: { $ref: '#/$defs/expectation' },
  read: readExpectation,
};

/** An expectation of an HTTP status: a number, a class such as `2xx`, or operators. */
export const statusExpectation: Shape<Expectation> = {
  schema: { $ref: '#/$defs/status' },
  read: (node, reader) => {
    if (node.kind === 'scalar' && !isStatus(node)) {
      const hint =
        typeof node.value === 'string' ? didYouMean(node.value, ['2xx', '4xx']) : undefined;
      reader.expected(node, 'a status from 100 to 599, a class such as 2xx, or operators', hint);
      return undefined;
    }
    if (node.kind === 'list') {
      reader.expected(node, 'one status', 'write { $oneOf: [200, 409] } where several are right');
      return undefined;
    }
    return readInStatus(node, reader);
  },
};

function isStatus({ value }: ScalarNode): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 100 && value <= 599;
  return typeof value === 'string' && (STATUS_CLASS.test(value) || hasReference(value));
}

/** The parts of the published schema that describe expectations. */
export const EXPECTATION_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  expectation: {
    title: 'an expectation',
    description:
      'A literal; a map whose named keys must match while others are free; a list that is complete; or operators ($…), all of which must hold.',
    anyOf: [
      { type: ['string', 'number', 'boolean', 'null'] },
      { type: 'array', items: { $ref: '#/$defs/expectation' } },
      { $ref: '#/$defs/expectedMap' },
    ],
  },
  expectedMap: {
    type: 'object',
    properties: Object.fromEntries(OPERATOR_NAMES.map((name) => [name, OPERATORS[name]?.schema])),
    patternProperties: { [PATH_KEY]: { $ref: '#/$defs/expectation' } },
    additionalProperties: { $ref: '#/$defs/expectation' },
    propertyNames: {
      anyOf: [{ enum: OPERATOR_NAMES }, { pattern: PATH_KEY }, { pattern: '^(?!\\$)' }],
    },
  },
  status: {
    title: 'a status',
    anyOf: [
      { type: 'integer', minimum: 100, maximum: 599 },
      { type: 'string', pattern: `${STATUS_CLASS.source}|\\$\\{` },
      { $ref: '#/$defs/expectedMap' },
    ],
    examples: [200, '2xx', { $oneOf: [200, 409] }],
  },
};

function readExpectation(node: TreeNode, reader: Reader): Expectation | undefined {
  return readNode(node, reader, readExpectation);
}

function readInStatus(node: TreeNode, reader: Reader): Expectation | undefined {
  if (node.kind === 'scalar' && typeof node.value === 'string' && STATUS_CLASS.test(node.value)) {
    const at = reader.position(node.at);
    return { form: 'status-class', hundreds: Number(node.value.charAt(0)), at };
  }
  return readNode(node, reader, readInStatus);
}

type ReadInner = (node: TreeNode, reader: Reader) => Expectation | undefined;

function readNode(node: TreeNode, reader: Reader, inner: ReadInner): Expectation | undefined {
  const form =
    node.kind === 'scalar'
      ? readScalar(node, reader)
      : node.kind === 'list'
        ? readList(node.items, reader, inner)
        : readMap(node, reader, inner);
  return form === undefined ? undefined : { ...form, at: reader.position(node.at) };
}

function readScalar(node: ScalarNode, reader: Reader): ExpectationForm {
  const { value } = node;
  if (typeof value !== 'string' || !hasReference(value)) return { form: 'literal', value };
  reader.checkReferences(value, node.at);
  const parts = parseTemplate(value);
  return parts.every((part) => typeof part === 'string')
    ? { form: 'literal', value: parts.join('') }
    : { form: 'template', template: value };
}

function readList(
  nodes: readonly TreeNode[],
  reader: Reader,
  inner: ReadInner,
): ExpectationForm | undefined {
  const items = nodes.map((item) => inner(item, reader));
  return items.includes(undefined) ? undefined : { form: 'array', items: items as Expectation[] };
}

function readMap(node: MapNode, reader: Reader, inner: ReadInner): ExpectationForm | undefined {
  const keys: [string, Expectation | undefined][] = [];
  const all: (ExpectationForm | undefined)[] = [];
  const places: number[] = [];
  for (const entry of node.entries) {
    if (!entry.key.startsWith('$')) {
      keys.push([entry.key, inner(entry.value, reader)]);
      continue;
    }
    all.push(readDollarKey(entry, reader, inner));
    places.push(entry.value.at);
  }
  if (all.includes(undefined) || keys.some(([, value]) => value === undefined)) return undefined;
  const named: ExpectationForm = {
    form: 'object',
    keys: Object.fromEntries(keys as [string, Expectation][]),
  };
  if (all.length === 0) return named;
  const of = (all as ExpectationForm[]).map((form, index): Expectation => {
    return { ...form, at: reader.position(places[index] ?? node.at) };
  });
  if (keys.length > 0) of.unshift({ ...named, at: reader.position(node.at) });
  return of.length === 1 ? of[0] : { form: 'all', of };
}

function readDollarKey(
  entry: MapEntry,
  reader: Reader,
  inner: ReadInner,
): ExpectationForm | undefined {
  const { key, keyAt, value } = entry;
  const operator = Object.hasOwn(OPERATORS, key) ? OPERATORS[key] : undefined;
  if (operator !== undefined) return operator.read(value, reader, inner);
  if (!/^\$(?:$|[.[])/.test(key)) {
    reader.complain(keyAt, {
      code: 'SPEC_UNKNOWN_OPERATOR',
      message: `there is no operator "${key}"`,
      expected: `one of ${OPERATOR_NAMES.join(', ')}, or a JSONPath such as $.items[0].id`,
      hint:
        didYouMean(key, OPERATOR_NAMES) ?? `a key that begins with "$" is reached by $['${key}']`,
    });
    return undefined;
  }
  const problem = jsonPathProblem(key);
  if (problem !== null) {
    complainPath(reader, keyAt, { path: key, problem });
    return undefined;
  }
  const expected = inner(value, reader);
  return expected === undefined ? undefined : { form: 'path', path: key, expected };
}

/** Says that a JSONPath cannot be read, and why. */
export function complainPath(
  reader: Reader,
  at: number,
  found: { readonly path: string; readonly problem: string },
): void {
  reader.complain(at, {
    code: 'SPEC_INVALID_JSONPATH',
    message: `the JSONPath ${found.path} cannot be read`,
    expected: 'a JSONPath of RFC 9535 such as $.items[0].id',
    seen: found.problem,
    hint: "a name with other signs than letters, digits and _ is written in brackets: $['content-type']",
  });
}
