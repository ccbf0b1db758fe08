import type { LabelName } from './labels.ts';
import { readLabel, splitInline } from './labels.ts';
import type { Block, Code, ListItem, Place, TextLine } from './markdown.ts';
import { codesIn, plainText } from './markdown.ts';

/** A line `Covers:`, `Proof:` or `Required:` with what stands after it. */
export interface Directive extends Place {
  readonly text: string;
}

/** A scenario while its content is being gathered. */
export class ScenarioDraft {
  readonly id: string;
  readonly title: string;
  readonly place: Place;
  readonly depth: number;
  readonly setup: string[] = [];
  readonly actions: string[] = [];
  readonly expected: string[] = [];
  readonly description: string[] = [];
  readonly covers: Directive[] = [];
  readonly proofs: Directive[] = [];
  readonly required: Directive[] = [];
  readonly blocks: Code[] = [];
  diagram: string | null = null;
  /** The label that prose belongs to; null for nobody's. */
  #label: LabelName | null = null;

  constructor(
    heading: Place & { readonly id: string; readonly title: string; readonly depth: number },
  ) {
    this.id = heading.id;
    this.title = heading.title;
    this.place = { line: heading.line, column: heading.column };
    this.depth = heading.depth;
  }

  /** A heading below the scenario's own: a label (`#### Setup`), or the end of the label before. */
  enter(label: LabelName | null): void {
    this.#label = label;
  }

  add(blocks: readonly Block[]): void {
    for (const block of blocks) {
      if (block.kind === 'paragraph') block.lines.forEach((line) => this.#addLine(line));
      else if (block.kind === 'list') block.items.forEach((item) => this.#addItem(item));
      else if (block.kind === 'quote') this.add(block.children);
      else if (block.kind === 'code') this.#addCode(block);
    }
  }

  #addLine(line: TextLine): void {
    const label = readLabel(line);
    if (label === null) {
      if (this.#label !== null) this.#put(this.#label, line.text, line);
      return;
    }
    this.#label = label.name;
    if (label.name === null) return;
    for (const part of splitInline(label.name, label.rest)) {
      this.#label = part.name;
      this.#put(part.name, part.text, line);
    }
    if (label.rest === '' && (label.name === 'proof' || label.name === 'required')) return;
    // A directive ends with its line; a label of prose, or one with a list to come, goes on.
    if (label.rest !== '' && isDirective(label.name)) this.#label = null;
  }

  #addItem(item: ListItem): void {
    const [first] = item.children;
    const line = first?.kind === 'paragraph' ? first.lines[0] : undefined;
    if (line !== undefined && readLabel(line) !== null) {
      this.add(item.children);
      return;
    }
    if (this.#label === null) {
      // Prose of nobody, but blocks and labels may be nested in it.
      this.add(item.children.filter(({ kind }) => kind !== 'paragraph'));
      return;
    }
    const overrun: TextLine[] = [];
    this.#put(this.#label, itemText(item, { level: 0, overrun }), item);
    this.blocks.push(...codesIn(item.children));
    for (const next of overrun) this.#addLine(next);
  }

  #addCode(code: Code): void {
    this.blocks.push(code);
    if (code.language === 'mermaid') {
      this.diagram ??= code.value;
      return;
    }
    const prose = this.#label === null ? null : this.#listOf(this.#label);
    if (prose === null || isOurs(code)) return;
    // A snippet below a step is its detail.
    if (prose.length === 0) prose.push(code.value);
    else prose.push(`${prose.pop()}\n${code.value}`);
  }

  #put(label: LabelName, text: string, { line, column }: Place): void {
    const prose = this.#listOf(label);
    if (prose !== null) prose.push(text);
    else if (label === 'covers') this.covers.push({ text, line, column });
    else if (label === 'proof') this.proofs.push({ text, line, column });
    else if (label === 'required') this.required.push({ text, line, column });
  }

  #listOf(label: LabelName): string[] | null {
    const lists = {
      setup: this.setup,
      actions: this.actions,
      expected: this.expected,
      description: this.description,
    };
    return label in lists ? lists[label as keyof typeof lists] : null; // checked by `in`
  }
}

function isDirective(label: LabelName): boolean {
  return label === 'covers' || label === 'proof' || label === 'required';
}

function isOurs(code: Code): boolean {
  return /^(scenario|background)\b/.test(code.meta);
}

interface ItemContext {
  readonly level: number;
  /** Takes the lines that Markdown lets run on into an item though they begin with a bold label. */
  readonly overrun: TextLine[];
}

/** An item with its nested lists and snippets, one a line, indented by two spaces a level. */
function itemText(item: ListItem, { level, overrun }: ItemContext): string {
  const indent = '  '.repeat(level);
  const texts = item.children.flatMap((child): string[] => {
    if (child.kind === 'list') {
      return child.items.map((inner) => itemText(inner, { level: level + 1, overrun }));
    }
    if (child.kind === 'code') return isOurs(child) ? [] : [child.value];
    if (child.kind !== 'paragraph') return [plainText(child).replaceAll('\n', ' ')];
    const { lines } = child;
    const next = lines.findIndex((line) => line.startsBold && readLabel(line) !== null);
    if (next !== -1) overrun.push(...lines.slice(next));
    return [(next === -1 ? lines : lines.slice(0, next)).map(({ text }) => text).join(' ')];
  });
  return texts
    .filter((text) => text !== '')
    .map((text, index) => (level > 0 && index === 0 ? `${indent}- ${text}` : text))
    .join('\n');
}
