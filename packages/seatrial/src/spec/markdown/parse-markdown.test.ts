import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Block, Cell, ListItem, TextLine } from '../markdown.ts';
import { codesIn } from '../markdown.ts';
import { parseMarkdown } from './parse-markdown.ts';

function parse(text: string): readonly Block[] {
  return parseMarkdown(text.split('\n'));
}

/** `line:column text` of each line of prose, a `*` before those that begin in bold. */
function prose(lines: readonly TextLine[]): readonly string[] {
  return lines.map(
    ({ line, column, startsBold, text }) => `${line}:${column} ${startsBold ? '*' : ''}${text}`,
  );
}

function outlineCell({ line, column, lines }: Cell): readonly string[] {
  return [`cell ${line}:${column}`, ...prose(lines)];
}

/** The same for all that stands in some blocks, with the places of what holds it. */
function outline(blocks: readonly Block[]): readonly string[] {
  const item = ({ line, column, checked, children }: ListItem): readonly string[] => [
    `item ${line}:${column}${checked === null ? '' : checked ? ' done' : ' open'}`,
    ...outline(children),
  ];
  return blocks.flatMap((block): readonly string[] => {
    switch (block.kind) {
      case 'heading':
        return [`h${block.depth} ${block.line}:${block.column}`, ...prose(block.lines)];
      case 'paragraph':
        return prose(block.lines);
      case 'list':
        return block.items.flatMap(item);
      case 'quote':
        return ['quote', ...outline(block.children)];
      case 'code':
        return [`code ${block.line}:${block.column} ${JSON.stringify(block.value)}`];
      case 'table':
        return block.rows.flat().flatMap(outlineCell);
      case 'html':
      case 'rule':
        return [block.kind];
      default:
        return block satisfies never;
    }
  });
}

const CASES: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'headings of both kinds, indented and closed': [
    '  ## A  `b` ##\n\nc\n *d*\n===\n\n#\n#no',
    ['h2 1:3', '1:6 A  b', 'h1 3:1', '3:1 c', '4:2 d', 'h1 7:1', '8:1 #no'],
  ],
  'lines of a paragraph, each where it begins': [
    'a\n   **b:** c  \nd\\\n`e` f\n__g__',
    ['1:1 a', '2:4 *b: c', '3:1 d', '4:1 e f', '5:1 *g'],
  ],
  'bold that only goes on, or stands inside something, begins no line': [
    '**a\nb** c\n*__d__*\n[**e**](f)\n<http://g>\n<b>**h**</b>',
    ['1:1 *a', '2:1 b c', '3:1 d', '4:1 e', '5:1 http://g', '6:4 *h'],
  ],
  'lists in lists, and several markers in one line': [
    '- a\n  1. b\n     c\n- - 10) d\n\n  e',
    [
      'item 1:1',
      '1:3 a',
      'item 2:3',
      '2:6 b',
      '3:6 c',
      'item 4:1',
      'item 4:3',
      'item 4:5',
      '4:9 d',
      '6:3 e',
    ],
  ],
  'quotes and lists in each other, with lines that belong to them by laziness': [
    '> - a\nb\n>   c\n> - > d\n- > e',
    [
      'quote',
      'item 1:3',
      '1:5 a',
      '2:1 b',
      '3:5 c',
      'item 4:3',
      'quote',
      '4:7 d',
      'item 5:1',
      'quote',
      '5:5 e',
    ],
  ],
  'a marker that also stands in the text': [
    '* * a * b\n1. 1. c',
    ['item 1:1', 'item 1:3', '1:5 a * b', 'item 2:1', 'item 2:4', '2:7 c'],
  ],
  'check boxes, and what only looks like one': [
    '- [ ] a\n- [x]  **b**\n- [X]\tc\n- [ ]\n- [-] d\n- e [ ] f\n\n  [ ] g\n\n[ ] h',
    [
      'item 1:1 open',
      '1:7 a',
      'item 2:1 done',
      '2:8 *b',
      'item 3:1 done',
      '3:7 c',
      'item 4:1',
      '4:3 [ ]',
      'item 5:1',
      '5:3 [-] d',
      'item 6:1',
      '6:3 e [ ] f',
      '8:3 [ ] g',
      '10:1 [ ] h',
    ],
  ],
  'tables, with and without outer bars, escaped bars and empty cells': [
    '| A | **B** |\n|---|---|\n| c |  |\n\n> d | d\n> -|-\n> `e\\|f` | g',
    [
      'cell 1:1',
      '1:3 A',
      'cell 1:5',
      '1:7 *B',
      'cell 3:1',
      '3:3 c',
      'cell 3:5',
      'quote',
      'cell 5:3',
      '5:3 d',
      'cell 5:5',
      '5:7 d',
      'cell 7:3',
      '7:3 e|f',
      'cell 7:10',
      '7:12 g',
    ],
  ],
  'comments are no prose, wherever they stand': [
    '<!-- a\n\n# b -->\n\nc <!-- d\ne --> f\n\n- g <!-- -->\n  <!-- h --> i',
    ['html', '5:1 c  f', 'item 8:1', '8:3 g', 'html'],
  ],
  'code, of every kind': [
    '- ~~~ x\n    a\n  ~~~\n\n> ```\n> b\n\n    c\n\n``d `` `e\nf`',
    ['item 1:1', 'code 1:3 "  a"', 'quote', 'code 5:3 "b"', 'code 8:1 "c"', '10:1 d  e', '11:1 f'],
  ],
  'what HTML and escapes stand for': ['&amp;\\*<b>c</b>\n***', ['1:1 &*c', 'rule']],
};

for (const [what, [text, expected]] of Object.entries(CASES)) {
  test(`places of ${what}`, () => {
    assert.deepEqual(outline(parse(text)), expected);
  });
}

test('pieces of a line stand where they are written', () => {
  const text = 'a \\* **b** [c](b "b") ![b](b) &lt; `` ` `` __b__ <b>b</b> ~~b~~\n  b';
  const [paragraph] = parse(text);
  assert.ok(paragraph?.kind === 'paragraph');
  const runs = paragraph.lines.flatMap((line) => line.runs);
  assert.deepEqual(
    runs
      .filter(({ text: piece }) => piece.trim() === 'b')
      .map(({ kind, line, column }) => [kind, line, column]),
    [
      ['text', 1, 8],
      ['image', 1, 25],
      ['text', 1, 46],
      ['text', 1, 53],
      ['text', 1, 61],
      ['text', 2, 3],
    ],
  );
});

function closed(text: string): readonly boolean[] {
  return codesIn(parse(text)).map((code) => code.closed);
}

test('a fence is closed by its own kind of mark only, inside of what it stands in', () => {
  assert.deepEqual(closed('```\n```'), [true]);
  assert.deepEqual(closed('```\n\n````  '), [true]);
  assert.deepEqual(closed('> ```\n> a\n> ```'), [true]);
  assert.deepEqual(closed('    indented'), [true]);
  assert.deepEqual(closed('```'), [false]);
  assert.deepEqual(closed('```\n'), [false]);
  assert.deepEqual(closed('```\na\n\n'), [false]);
  assert.deepEqual(closed('```\n~~~'), [false]);
  assert.deepEqual(closed('````\n```\n'), [false]);
  assert.deepEqual(closed('> ```\n> a\n```\n'), [false, false]);
});

test('an info string is a language and the rest', () => {
  const [code] = codesIn(parse('``` \tyaml   a\\_b &amp; c \n```'));
  assert.deepEqual([code?.language, code?.meta], ['yaml', 'a_b & c']);
});
