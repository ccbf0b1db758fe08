import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

import type { Chunk } from './cut-at-headings.ts';
import { cutAtHeadings } from './cut-at-headings.ts';
import { readPlainChunk } from './read-plain-chunk.ts';

/**
 * The syntax tree of a Markdown text: CommonMark, with GFM's tables and checklists. Places are lines and
 * columns, without offsets.
 *
 * Most of a spec is written in a small part of Markdown, which is read here ten times as fast; every part
 * between two headings that holds anything else goes to the full parser, so that both give one answer.
 */
export function parseMarkdown(text: string): Root {
  const chunks = text.includes('\r') ? null : cutAtHeadings(text.split('\n'));
  if (chunks === null) return parseFully(text);
  const children = chunks.flatMap((chunk) => readPlainChunk(chunk) ?? parseChunk(chunk));
  return { type: 'root', children };
}

function parseChunk({ lines, line }: Chunk): Root['children'] {
  const root = parseFully(lines.join('\n'));
  shift(root, line - 1);
  return root.children;
}

function shift(node: Nodes, byLines: number): void {
  if (node.position !== undefined) {
    node.position.start.line += byLines;
    node.position.end.line += byLines;
  }
  if ('children' in node) for (const child of node.children) shift(child, byLines);
}

/**
 * The whole of Markdown. The GFM extensions cost as much again as the rest, so they are used only for a
 * text that holds what they are for: a table or a checklist.
 */
export function parseFully(text: string): Root {
  const needsGfm =
    /^[ \t>]*\|?[ \t]*:?-+:?[ \t]*\|/m.test(text) || /[*+.)-][ \t]+\[[ xX]\]/.test(text);
  if (!needsGfm) return fromMarkdown(text);
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}
