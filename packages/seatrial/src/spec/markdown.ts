import type { Code, Heading, Nodes, Paragraph, Parents, Root, RootContent } from 'mdast';
import { toString } from 'mdast-util-to-string';

/** The text of a node as a reader sees it, HTML comments left out. */
export function plainText(node: Nodes): string {
  return toString(node, { includeHtml: false }).trim();
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

export function placeOf(node: Nodes): Place {
  // The parser gives every node its position; the type allows nodes made by hand.
  return node.position?.start ?? { line: 1, column: 1 };
}

/** A line of a paragraph, its emphasis and code marks taken off. */
export interface TextLine extends Place {
  readonly text: string;
  /** True when the line begins in bold, as a label does. */
  readonly startsBold: boolean;
}

export function linesOf(paragraph: Paragraph | Heading): readonly TextLine[] {
  const lines: { text: string; line: number; column: number; startsBold: boolean }[] = [];
  let isNew = true;
  for (const child of paragraph.children) {
    if (child.type === 'html') continue;
    if (child.type === 'break') {
      isNew = true;
      continue;
    }
    const { line, column } = placeOf(child);
    for (const [index, text] of toString(child, { includeHtml: false }).split('\n').entries()) {
      const last = lines.at(-1);
      const isFirst = index === 0;
      if (isFirst && !isNew && last !== undefined && last.text.trim() !== '') last.text += text;
      else {
        // What stands after a line break begins a line, though its node is not the first.
        if (isFirst && !isNew) lines.pop();
        const startsBold = isFirst && child.type === 'strong';
        lines.push({ text, line: line + index, column: isFirst ? column : 1, startsBold });
      }
      isNew = false;
    }
  }
  return lines
    .map((line) => ({ ...line, text: line.text.trim() }))
    .filter(({ text }) => text !== '');
}

/** A heading and what stands below it, up to the next heading of whatever depth. */
export interface Section extends Place {
  /** Empty for what stands before the first heading. */
  readonly heading: string;
  /** 0 for what stands before the first heading. */
  readonly depth: number;
  readonly nodes: readonly RootContent[];
}

/** Cuts a document at its headings; a heading inside a quote or a list cuts nothing. */
export function sectionsOf(root: Root): readonly Section[] {
  let nodes: RootContent[] = [];
  const sections: Section[] = [{ heading: '', depth: 0, line: 1, column: 1, nodes }];
  for (const node of root.children) {
    if (node.type !== 'heading') {
      nodes.push(node);
      continue;
    }
    nodes = [];
    const heading = plainText(node).replaceAll(/\s+/g, ' ');
    sections.push({ heading, depth: node.depth, ...placeOf(node), nodes });
  }
  return sections;
}

/** Every fence and indented code below some nodes, in order. */
export function codesIn(nodes: readonly RootContent[]): readonly Code[] {
  return nodes.flatMap((node): readonly Code[] => {
    if (node.type === 'code') return [node];
    return hasChildren(node) ? codesIn(node.children) : [];
  });
}

function hasChildren(node: RootContent): node is RootContent & Parents {
  return node.type === 'list' || node.type === 'listItem' || node.type === 'blockquote';
}

/** A section name for comparing: lower case, trimmed, without a colon at its end. */
export function foldName(name: string): string {
  return name.trim().replace(/\s*:$/, '').toLowerCase();
}
