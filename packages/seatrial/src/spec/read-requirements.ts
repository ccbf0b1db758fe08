import type { Requirement } from '../evidence/index.ts';
import { leadingId } from './ids.ts';
import type { Block, ListItem, Place, Section } from './markdown.ts';
import { plainText } from './markdown.ts';

/** The sections named "Requirements" with all that is nested below them. */
export function isInRequirements(sections: readonly Section[]): readonly boolean[] {
  let depth = 0;
  return sections.map((section) => {
    if (depth > 0 && section.depth <= depth) depth = 0;
    if (depth === 0 && section.name === 'requirements') depth = section.depth;
    return depth > 0;
  });
}

/** What a section declares: ids at the start of its heading, its list items and its tables' first cells. */
export function requirementsIn(section: Section, file: string): readonly Requirement[] {
  const own = declared(section.heading, section, file);
  return [...own, ...section.blocks.flatMap((block) => requirementsOf(block, file))];
}

function requirementsOf(block: Block, file: string): readonly Requirement[] {
  if (block.kind === 'list') return block.items.flatMap((item) => ofItem(item, file));
  if (block.kind === 'quote') return block.children.flatMap((child) => requirementsOf(child, file));
  if (block.kind !== 'table') return [];
  return block.rows.flatMap(([first, second]) => {
    if (first === undefined) return [];
    const title = second === undefined ? '' : plainText(second);
    return declared(`${plainText(first)} ${title}`, first, file);
  });
}

function ofItem(item: ListItem, file: string): readonly Requirement[] {
  const [first, ...rest] = item.children;
  const line = first?.kind === 'paragraph' ? first.lines[0] : undefined;
  const own = line === undefined ? [] : declared(line.text, line, file);
  return [...own, ...rest.flatMap((child) => requirementsOf(child, file))];
}

function declared(text: string, { line, column }: Place, file: string): readonly Requirement[] {
  const found = leadingId(text);
  return found === null ? [] : [{ ...found, source: { file, line, column } }];
}
