import type { Block, Code, ListItem, Place, Section, TextLine } from '../markdown.ts';
import { foldName } from '../markdown.ts';

/** A bullet, without what is nested in it. */
export interface Item extends Place {
  readonly text: string;
  /** Null when it has no check box. */
  readonly done: boolean | null;
  /** What stands in back-ticks, in order. */
  readonly codes: readonly string[];
}

/** A label (or sub-heading) of a section and what stands below it. */
export interface Group extends Place {
  /** As written, without colon; empty for what stands before the first label. */
  readonly label: string;
  /** Compared by: lower case. */
  readonly name: string;
  /** What stands on the label's own line, after the colon. */
  readonly rest: string;
  readonly items: Item[];
  readonly texts: TextLine[];
  readonly codes: Code[];
}

/** A section by its name, with the deeper sections below it; null when the document has none. */
export function rangeNamed(
  sections: readonly Section[],
  ...names: readonly string[]
): readonly Section[] | null {
  const start = sections.findIndex(({ name }) => names.includes(name));
  const first = sections[start];
  if (first === undefined) return null;
  const rest = sections.slice(start + 1);
  const end = rest.findIndex(({ depth }) => depth <= first.depth);
  return [first, ...(end === -1 ? rest : rest.slice(0, end))];
}

/** Cuts a section at its labels: `**X:**`, `**X**:`, `X:` and deeper headings are alike. */
export function groupsOf(range: readonly Section[]): readonly Group[] {
  const groups: Group[] = [];
  for (const [index, section] of range.entries()) {
    open(groups, index === 0 ? '' : section.heading, '', section);
    gather(groups, section.blocks);
  }
  return groups;
}

function gather(groups: Group[], blocks: readonly Block[]): void {
  for (const block of blocks) {
    if (block.kind === 'quote') gather(groups, block.children);
    else if (block.kind === 'code') groups.at(-1)?.codes.push(block);
    else if (block.kind === 'list') block.items.forEach((item) => gatherItem(groups, item));
    else if (block.kind === 'paragraph') block.lines.forEach((line) => gatherLine(groups, line));
  }
}

function gatherLine(groups: Group[], line: TextLine): void {
  const [, label, rest = ''] = /^([^:]{1,60}):\s*(.*)$/.exec(line.text) ?? [];
  if (label !== undefined && (line.startsBold || rest === '')) open(groups, label, rest, line);
  else groups.at(-1)?.texts.push(line);
}

function gatherItem(groups: Group[], item: ListItem): void {
  const group = groups.at(-1);
  for (const child of item.children) {
    if (child.kind !== 'paragraph') {
      gather(groups, [child]);
      continue;
    }
    const { lines, line, column } = child;
    const next = lines.findIndex(
      ({ startsBold, text }, at) => at > 0 && startsBold && text.includes(':'),
    );
    const own = next === -1 ? lines : lines.slice(0, next);
    const text = own.map((one) => one.text).join(' ');
    group?.items.push({
      text,
      done: item.checked,
      codes: codesOf(lines),
      line,
      column,
    });
    for (const left of lines.slice(own.length)) gatherLine(groups, left);
  }
}

function open(groups: Group[], label: string, rest: string, { line, column }: Place): void {
  const name = foldName(label).replace(/\s*\(.*\)$/, '');
  groups.push({ label: label.trim(), name, rest, line, column, items: [], texts: [], codes: [] });
}

function codesOf(lines: readonly TextLine[]): readonly string[] {
  const runs = lines.flatMap((line) => line.runs);
  return runs.filter(({ kind }) => kind === 'code').map(({ text }) => text);
}

/** A bullet `Key: value`; the key folded. */
export function keyed(
  item: Item,
): { readonly key: string; readonly label: string; readonly value: string } | null {
  const [, label, value] = /^([^:]{1,60}):\s*(.*)$/.exec(item.text) ?? [];
  if (label === undefined || value === undefined) return null;
  return {
    key: foldName(label).replace(/\s*\(.*\)$/, ''),
    label: label.trim(),
    value: value.trim(),
  };
}

/** The value of the first bullet, or the first label's rest, under one of some keys. */
export function valueOf(groups: readonly Group[], ...keys: readonly string[]): string | null {
  for (const group of groups) {
    if (keys.includes(group.name)) {
      const value = group.rest === '' ? group.items[0]?.text : group.rest;
      if (value !== undefined) return value;
    }
    for (const item of group.items) {
      const pair = keyed(item);
      if (pair !== null && keys.includes(pair.key) && pair.value !== '') return pair.value;
    }
  }
  return null;
}

/** The words of a list in one line: `a, b`. */
export function wordsOf(text: string | null): readonly string[] {
  return (text ?? '').split(/\s*,\s*/).filter((word) => word !== '');
}
