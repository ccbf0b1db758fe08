/** Where something stands in its file: line and column from 1, columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** What specs are made of: CommonMark with GFM's tables and check boxes. */
export type Block = Heading | Paragraph | List | Quote | Code | Table | Html | Rule;

export interface Heading extends Place {
  readonly kind: 'heading';
  readonly depth: number;
  readonly lines: readonly TextLine[];
}
export interface Paragraph extends Place {
  readonly kind: 'paragraph';
  readonly lines: readonly TextLine[];
}
export interface List {
  readonly kind: 'list';
  readonly items: readonly ListItem[];
}
/** Stands where its marker stands. */
export interface ListItem extends Place {
  /** Null when it has no check box. */
  readonly checked: boolean | null;
  readonly children: readonly Block[];
}
export interface Quote {
  readonly kind: 'quote';
  readonly children: readonly Block[];
}
/** A fence, or indented code. Stands where its first backtick stands. */
export interface Code extends Place {
  readonly kind: 'code';
  /** The first word of the info string; empty for none. */
  readonly language: string;
  /** What follows it. */
  readonly meta: string;
  /** What stands inside, without the last line break. */
  readonly value: string;
  /** False when a fence runs to the end of what it stands in. */
  readonly closed: boolean;
}
export interface Table {
  readonly kind: 'table';
  readonly rows: readonly (readonly Cell[])[];
}
/** Stands where the sign that begins it stands: a `|`, or its text. */
export interface Cell extends Place {
  readonly lines: readonly TextLine[];
}
/** An HTML block, comments above all. */
export interface Html {
  readonly kind: 'html';
}
export interface Rule {
  readonly kind: 'rule';
}

/** A line of prose, its emphasis and code marks taken off; stands where its first sign stands. */
export interface TextLine extends Place {
  readonly text: string;
  /** True when the line begins in bold, as a label does. */
  readonly startsBold: boolean;
  readonly runs: readonly Run[];
}

/** A piece of a line that is of one kind. */
export interface Run extends Place {
  readonly kind: 'text' | 'code' | 'image';
  readonly text: string;
}

/** The text of a block as a reader sees it, HTML left out. */
export function plainText(block: Block | Cell): string {
  return linesIn(block)
    .map(({ text }) => text)
    .join('\n');
}

/** Every line of prose in a block, in order. */
export function linesIn(block: Block | Cell): readonly TextLine[] {
  if ('lines' in block) return block.lines;
  switch (block.kind) {
    case 'list':
      return block.items.flatMap(({ children }) => children.flatMap(linesIn));
    case 'quote':
      return block.children.flatMap(linesIn);
    case 'table':
      return block.rows.flatMap((cells) => cells.flatMap(linesIn));
    case 'code':
    case 'html':
    case 'rule':
      return [];
    default:
      return block satisfies never;
  }
}

/** Every fence and indented code below some blocks, in order. */
export function codesIn(blocks: readonly Block[]): readonly Code[] {
  return blocks.flatMap((block): readonly Code[] => {
    if (block.kind === 'code') return [block];
    if (block.kind === 'list') return block.items.flatMap(({ children }) => codesIn(children));
    return block.kind === 'quote' ? codesIn(block.children) : [];
  });
}

/** A heading and what stands below it, up to the next heading of whatever depth. */
export interface Section extends Place {
  /** Empty for what stands before the first heading. */
  readonly heading: string;
  /** Compared by. */
  readonly name: string;
  /** 0 for what stands before the first heading. */
  readonly depth: number;
  /** Of the heading. */
  readonly lines: readonly TextLine[];
  readonly blocks: readonly Block[];
}

/** Cuts a document at its headings; a heading inside a quote or a list cuts nothing. */
export function sectionsOf(document: readonly Block[]): readonly Section[] {
  let blocks: Block[] = [];
  const sections: Section[] = [
    { heading: '', name: '', depth: 0, line: 1, column: 1, lines: [], blocks },
  ];
  for (const block of document) {
    if (block.kind !== 'heading') {
      blocks.push(block);
      continue;
    }
    blocks = [];
    const heading = plainText(block).replaceAll(/\s+/g, ' ');
    const { depth, line, column, lines } = block;
    sections.push({ heading, name: foldName(heading), depth, line, column, lines, blocks });
  }
  return sections;
}

/** A section name for comparing: lower case, trimmed, without a colon at its end. */
export function foldName(name: string): string {
  return name.trim().replace(/\s*:$/, '').toLowerCase();
}
