import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { readSourceTree } from './read-source-tree.ts';
import type { TreeNode, TreeProblem } from './source-tree.ts';
import { toValue } from './source-tree.ts';

function rootOf(text: string): TreeNode {
  const { root, problems } = readSourceTree(text);
  assert.deepEqual(problems, [], text);
  assert.ok(root !== null, text);
  return root;
}

function valueOf(text: string): unknown {
  return toValue(rootOf(text));
}

/** Each key and value with what stands at its place in the text, up to the end of the word. */
function wordsAt(text: string, node = rootOf(text)): readonly string[] {
  const word = (at: number): string =>
    /^(?:[|>{["'*-]|[^\s,:{}[\]]+)?/.exec(text.slice(at))?.[0] ?? '';
  if (node.kind === 'scalar') return [word(node.at)];
  if (node.kind === 'list')
    return [word(node.at), ...node.items.flatMap((item) => wordsAt(text, item))];
  return [
    word(node.at),
    ...node.entries.flatMap(({ keyAt, value }) => [word(keyAt), ...wordsAt(text, value)]),
  ];
}

/** Of the values that a map or a list holds. */
function placesIn(text: string): readonly number[] {
  const root = rootOf(text);
  if (root.kind === 'list') return root.items.map(({ at }) => at);
  return root.kind === 'map' ? root.entries.map(({ value }) => value.at) : [];
}

describe('readSourceTree', () => {
  it('resolves plain scalars by the core schema of YAML 1.2, and nothing else', () => {
    const text =
      '[~, null, NULL, true, False, yes, on, 0o17, 0x1f, 017, -1, +2.5, .5, 1e3, 1_000, 12:30, 2020-01-01, <<, "1", \'~\']';
    assert.deepEqual(valueOf(text), [
      null,
      null,
      null,
      true,
      false,
      'yes',
      'on',
      15,
      31,
      17,
      -1,
      2.5,
      0.5,
      1000,
      '1_000',
      '12:30',
      '2020-01-01',
      '<<',
      '1',
      '~',
    ]);
  });

  it('keeps a scalar as it is written', () => {
    const node = rootOf('[0123, 1.0]');
    assert.deepEqual(
      node.kind === 'list' && node.items.map((item) => item.kind === 'scalar' && item.text),
      ['0123', '1.0'],
    );
  });

  it('takes every key for a text', () => {
    assert.deepEqual(
      valueOf('1: a\ntrue: b\n~: c\n"d": e\n: f\n? g\n: h\n9007199254740993: i\n&k j: 1\nl: *k'),
      {
        1: 'a',
        true: 'b',
        '~': 'c',
        d: 'e',
        '': 'f',
        g: 'h',
        '9007199254740993': 'i',
        j: 1,
        l: 'j',
      },
    );
  });

  it('knows the place of everything', () => {
    assert.deepEqual(
      wordsAt(
        '# x\na:\n  - b: "c"\n    \'d\': {e: [f, g: h], "i":j}\n  - - k\n    -\n  - |  # | y\n    l\nm: &n >-\n  o\np: *n\nq:\n',
      ),
      [
        'a',
        'a',
        '-',
        'b',
        'b',
        '"',
        "'",
        '{',
        'e',
        '[',
        'f',
        'g',
        'g',
        'h',
        '"',
        'j',
        '-',
        'k',
        '',
        '|',
        'm',
        '>',
        'p',
        '>',
        'q',
        '',
      ],
    );
  });

  it('gives what is empty the place behind its sign', () => {
    assert.deepEqual(placesIn('a:\nb:   # c\nd: &e\n'), [2, 5, 17]);
    assert.deepEqual(placesIn('{a, b: , c: [x], d}'), [2, 6, 12, 18]);
    assert.deepEqual(placesIn('- a\n- \n-\n'), [2, 5, 8]);
  });

  it('takes JSON whose last bracket stands below the key, and keeps every place', () => {
    const text = 'a:\n  b: {\n    "c": [\n      1 # }\n    ]\n  }\n  d: [\n    {}\n  ]\n  e: "x"\n';
    assert.deepEqual(valueOf(text), { a: { b: { c: [1] }, d: [{}], e: 'x' } });
    assert.deepEqual(wordsAt(text), [
      'a',
      'a',
      'b',
      'b',
      '{',
      '"',
      '[',
      '1',
      'd',
      '[',
      '{',
      'e',
      '"',
    ]);
    const { problems } = readSourceTree(`${text}  f: [\n  ]\n  a: b: c\n`);
    assert.equal(problems[0]?.at, text.length + '  f: [\n  ]\n  a: '.length);
    // Farther left it may belong to anything.
    assert.equal(readSourceTree('a:\n  b: {\n}\n').problems[0]?.at, 'a:\n  b: {\n'.length);
  });

  it('folds and keeps lines as YAML says', () => {
    assert.deepEqual(valueOf('a: b\n c\n\n d\ne: |+\n f\n\ng: >\n h\n i\nj: "k\n  l\\\n  m"\n'), {
      a: 'b c\nd',
      e: 'f\n\n',
      g: 'h i\n',
      j: 'k lm',
    });
  });

  it('reads what holds nothing as nothing', () => {
    for (const text of ['', '\n', '# a\n'])
      assert.deepEqual(readSourceTree(text), { root: null, problems: [] });
    assert.equal(valueOf('---\n'), null);
    assert.deepEqual(valueOf('\uFEFF--- # a\nb: 1\n...\n# c\n'), { b: 1 });
  });

  it('tells every key that stands twice', () => {
    const { root, problems } = readSourceTree('a: 1\nb: {c: 1, "c": 2}\na: 3\n');
    assert.equal(root, null);
    assert.deepEqual(
      problems.map(({ code, at }) => [code, at]),
      [
        ['SPEC_DUPLICATE_KEY', 15],
        ['SPEC_DUPLICATE_KEY', 23],
      ],
    );
  });

  it('follows aliases as far as is reasonable', () => {
    assert.deepEqual(valueOf('a: &x {b: &y [1]}\nc: *x\nd: *y\n'), {
      a: { b: [1] },
      c: { b: [1] },
      d: [1],
    });
    const deep = `a: &a ${'['.repeat(40)}${']'.repeat(40)}\nb: ${'['.repeat(40)}*a${']'.repeat(40)}\n`;
    assert.match(readSourceTree(deep).problems[0]?.message ?? '', /deeper than 64/);
    assert.match(readSourceTree('a: &a [*a]').problems[0]?.message ?? '', /\*a has no anchor/);
  });

  it('refuses what would not come through as it is written', () => {
    for (const text of [
      '1e999',
      '-1e999',
      '.nan',
      '-.INF',
      '9007199254740993',
      '0xfffffffffffffffff',
    ]) {
      assert.match(readSourceTree(`a: ${text}`).problems[0]?.message ?? '', /JSON|exactly/, text);
      assert.equal(valueOf(`'${text}'`), text);
    }
    assert.equal(valueOf('1e999x'), '1e999x');
  });
});

const MISTAKES: readonly (readonly [string, string, RegExp])[] = [
  ['a:\n\tb: 1', '2:1', /tab.*indent with spaces/],
  ['a: [{\tb: 1}]', '1:6', /tab.*use spaces/],
  ['a: [1, 2', '1:9', /close the bracket/],
  ['a: {\n  b: 1\nc: 2', '3:1', /bracket before this place is not closed/],
  ['a: "b', '1:6', /close the quote/],
  ['a: {b: 1 c: 2}', '1:11', /comma/],
  ['a: b: c', '1:4', /second key.*in quotes/],
  ['a: "b" c', '1:8', /nothing may follow/],
  ['a: @b', '1:4', /no text begins with @/],
  ['a: "\\d"', '1:6', /single quotes/],
  ['a: 1\n  b: 2', '2:3', /":" is missing|indented/],
  ['a:\n  b: 1\n c: 2', '3:2', /indented otherwise/],
  ['- a: 1\n   b: 2', '2:4', /":" is missing|indented/],
  ['- a:1\n  b: 2', '2:3', /missing here, or in the line before/],
  ['a: 1\nb\nc: 2', '3:1', /missing here, or in the line before/],
  ['a: 1\nb\n', '2:1', /":" is missing/],
  ['a: 1\n- b', '2:1', /fits nothing/],
  ['a: 1\n---\nb: 2', '2:1', /one document/],
  ['--- 1\n...\n2', '2:1', /second YAML document/],
  ['a: !b c', '1:4', /!b.*tag out/],
  ['{a: 1}: 2', '1:1', /cannot be a key/],
  [`a: ${'['.repeat(300)}`, '1:68', /deeper than 64/],
  ['a: *b', '1:4', /no anchor/],
];

describe('a mistake in YAML', () => {
  for (const [text, place, says] of MISTAKES) {
    it(`is told with place and remedy: ${JSON.stringify(text.slice(0, 30))}`, () => {
      const { root, problems } = readSourceTree(text);
      const [problem] = problems;
      const { at, message, hint }: TreeProblem = problem ?? {
        code: 'SPEC_YAML_INVALID',
        at: 0,
        message: '',
      };
      const before = text.slice(0, at).split('\n');
      assert.equal(root, null);
      assert.equal(`${before.length}:${(before.at(-1)?.length ?? 0) + 1}`, place, message);
      assert.match(`${message}: ${hint}`, says);
    });
  }
});
