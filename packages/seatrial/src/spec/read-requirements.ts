import type { ListItem, RootContent } from 'mdast';

import type { Requirement } from '../evidence/index.ts';
import { leadingId } from './ids.ts';
import type { Place, Section } from './markdown.ts';
import { foldName, linesOf, placeOf, plainText } from './markdown.ts';

/** The sections named "Requirements" with all that is nested below them. */
export function isInRequirements(sections: readonly Section[]): readonly boolean[] {
  let depth = 0;
  return sections.map((section) => {
    if (depth > 0 && section.depth <= depth) depth = 0;
    if (depth === 0 && foldName(section.heading) === 'requirements') depth = section.depth;
    return depth > 0;
  });
}

/** What a section declares: ids at the start of its heading, its list items and its tables' first cells. */
export function requirementsIn(section: Section, file: string): readonly Requirement[] {
  const own = declared(section.heading, section, file);
  return [...own, ...section.nodes.flatMap((node) => requirementsOf(node, file))];
}

function requirementsOf(node: RootContent, file: string): readonly Requirement[] {
  if (node.type === 'list') return node.children.flatMap((item) => ofItem(item, file));
  if (node.type === 'blockquote')
    return node.children.flatMap((child) => requirementsOf(child, file));
  if (node.type !== 'table') return [];
  return node.children.flatMap((row) => {
    const [first, second] = row.children;
    if (first === undefined) return [];
    const title = second === undefined ? '' : plainText(second);
    return declared(`${plainText(first)} ${title}`, placeOf(first), file);
  });
}

function ofItem(item: ListItem, file: string): readonly Requirement[] {
  const [first, ...rest] = item.children;
  const line = first?.type === 'paragraph' ? linesOf(first)[0] : undefined;
  const own = line === undefined ? [] : declared(line.text, line, file);
  return [...own, ...rest.flatMap((child) => requirementsOf(child, file))];
}

function declared(text: string, { line, column }: Place, file: string): readonly Requirement[] {
  const found = leadingId(text);
  return found === null ? [] : [{ ...found, source: { file, line, column } }];
}
