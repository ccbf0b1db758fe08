import { COLLECTION_STYLE, EVENT_ID, SCALAR_STYLE, getScalarValue } from 'js-yaml';
import type { AliasEvent, Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';

import { numberProblem, resolveScalar } from './resolve-scalar.ts';
import type {
  ListNode,
  MapEntry,
  MapNode,
  ScalarNode,
  SourceTree,
  TreeNode,
  TreeProblem,
} from './source-tree.ts';

/** A block nested deeper, or blown up further by aliases, is refused instead of read. */
const MAX_NODES = 20_000;
export const MAX_DEPTH = 64;

/** What an alias stands for, and what following it costs. */
interface Anchored {
  readonly node: TreeNode;
  readonly size: number;
  readonly height: number;
}

type ValueEvent = ScalarEvent | MappingEvent | SequenceEvent;

function isBare({ tagStart, anchorStart }: ValueEvent): boolean {
  return tagStart === -1 && anchorStart === -1;
}

/** Makes a tree of one document's events. */
export class TreeBuilder {
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #inserted: readonly number[];
  readonly #problems: TreeProblem[] = [];
  readonly #anchors = new Map<string, Anchored>();
  #index = 0;
  /** Behind what has been read: an empty value has no place of its own. */
  #end = 0;
  #size = 0;
  #deepest = 0;

  /** @param inserted - where signs were put into the text that the file has not, in order */
  constructor(text: string, events: readonly Event[], inserted: readonly number[]) {
    this.#text = text;
    this.#events = events;
    this.#inserted = inserted;
  }

  build(): SourceTree {
    const document = this.#take();
    if (document.type !== EVENT_ID.DOCUMENT) return { root: null, problems: [] };
    if (document.explicitStart) this.#end = this.#text.indexOf('---') + 3;
    const root = this.#node(0);
    this.#take();
    if (this.#index < this.#events.length) this.#complainOfSecond();
    return { root: this.#problems.length === 0 ? root : null, problems: this.#problems };
  }

  /** Every collection ends with an event of its own, also where the list of events ends. */
  #take(): Event {
    const event = this.#events[this.#index];
    this.#index += 1;
    return event ?? { type: EVENT_ID.POP };
  }

  #isAtEnd(): boolean {
    return (this.#events[this.#index]?.type ?? EVENT_ID.POP) === EVENT_ID.POP;
  }

  /** The place in the text as it is in the file. */
  #place(offset: number): number {
    let place = offset;
    for (const at of this.#inserted) if (at < offset) place -= 1;
    return place;
  }

  #node(depth: number): TreeNode {
    const event = this.#take();
    this.#size += 1;
    if (this.#size > MAX_NODES) this.#complainOfSize(this.#end);
    if (depth > this.#deepest) this.#deepest = depth;
    switch (event.type) {
      case EVENT_ID.SCALAR:
      case EVENT_ID.MAPPING:
      case EVENT_ID.SEQUENCE:
        return isBare(event) ? this.#bare(event, depth) : this.#dressed(event, depth);
      case EVENT_ID.ALIAS:
        return this.#alias(event, depth);
      case EVENT_ID.DOCUMENT:
      case EVENT_ID.POP:
        return this.#refuse(this.#end, 'this is not a YAML value');
      default:
        return event satisfies never;
    }
  }

  #bare(event: ValueEvent, depth: number): TreeNode {
    if (event.type === EVENT_ID.SCALAR) return this.#value(event);
    return event.type === EVENT_ID.MAPPING ? this.#map(event, depth) : this.#list(event, depth);
  }

  /** A value with a tag, which is refused, or an anchor, under which its aliases find it. */
  #dressed(event: ValueEvent, depth: number): TreeNode {
    this.#refuseTag(event);
    const size = this.#size;
    const deepest = this.#deepest;
    this.#deepest = depth;
    const node = this.#bare(event, depth);
    const height = this.#deepest - depth;
    this.#deepest = Math.max(this.#deepest, deepest);
    this.#keep(event, { node, size: this.#size - size + 1, height });
    return node;
  }

  #refuseTag({ tagStart, tagEnd }: ValueEvent): void {
    if (tagStart === -1) return;
    const hint = 'take the tag out: only plain YAML 1.2 values are read';
    this.#refuse(tagStart, `the tag ${this.#text.slice(tagStart, tagEnd)} cannot stand here`, hint);
  }

  #keep({ anchorStart, anchorEnd }: ValueEvent, anchored: Anchored): void {
    if (anchorStart !== -1) this.#anchors.set(this.#text.slice(anchorStart, anchorEnd), anchored);
  }

  #alias({ anchorStart, anchorEnd }: AliasEvent, depth: number): TreeNode {
    const at = anchorStart - 1;
    const name = this.#text.slice(anchorStart, anchorEnd);
    const anchored = this.#anchors.get(name);
    this.#end = anchorEnd;
    if (anchored === undefined)
      return this.#refuse(at, `the alias *${name} has no anchor before it`);
    this.#size += anchored.size;
    if (this.#size > MAX_NODES) return this.#complainOfSize(at);
    this.#deepest = Math.max(this.#deepest, depth + 1 + anchored.height);
    if (this.#deepest > MAX_DEPTH)
      return this.#refuse(at, `nested deeper than ${String(MAX_DEPTH)} levels`);
    return anchored.node;
  }

  #map(event: MappingEvent, depth: number): MapNode {
    const at = this.#open(event);
    const entries: MapEntry[] = [];
    const keys = new Set<string>();
    while (!this.#isAtEnd()) {
      const { key, keyAt } = this.#key(depth);
      if (keys.has(key)) {
        const message = `the key "${key}" stands here a second time`;
        this.#problems.push({ code: 'SPEC_DUPLICATE_KEY', message, at: keyAt });
      }
      keys.add(key);
      entries.push({ key, keyAt, value: this.#node(depth + 1) });
    }
    this.#close(event, '}');
    return { kind: 'map', at, entries };
  }

  /** Keys are texts, whatever they look like. */
  #key(depth: number): { readonly key: string; readonly keyAt: number } {
    const event = this.#events[this.#index];
    if (event?.type === EVENT_ID.SCALAR) {
      this.#take();
      const node = this.#scalar(event);
      if (!isBare(event)) {
        this.#refuseTag(event);
        this.#keep(event, { node, size: 1, height: 0 });
      }
      return { key: getScalarValue(this.#text, event), keyAt: node.at };
    }
    const node = this.#node(depth);
    if (node.kind === 'scalar') return { key: String(node.value), keyAt: node.at };
    this.#refuse(node.at, 'a map or a list cannot be a key', 'put the key in quotes');
    return { key: '', keyAt: node.at };
  }

  #list(event: SequenceEvent, depth: number): ListNode {
    const at = this.#open(event);
    const items: TreeNode[] = [];
    while (!this.#isAtEnd()) items.push(this.#node(depth + 1));
    this.#close(event, ']');
    return { kind: 'list', at, items };
  }

  #open({ start, style, anchorEnd }: MappingEvent | SequenceEvent): number {
    this.#end = Math.max(anchorEnd, style === COLLECTION_STYLE.FLOW ? start + 1 : start);
    return this.#place(start);
  }

  #close({ style, start }: MappingEvent | SequenceEvent, bracket: string): void {
    this.#take();
    // `[a: 1]` is a map without brackets of its own.
    if (style !== COLLECTION_STYLE.FLOW || !'{['.includes(this.#text.charAt(start))) return;
    this.#end = Math.max(this.#end, this.#text.indexOf(bracket, this.#end) + 1);
  }

  #value(event: ScalarEvent): ScalarNode {
    const node = this.#scalar(event);
    const problem =
      event.style === SCALAR_STYLE.PLAIN ? numberProblem(node.text, node.value) : null;
    if (problem !== null)
      this.#problems.push({ code: 'SPEC_YAML_INVALID', message: problem, at: node.at });
    return node;
  }

  #scalar(event: ScalarEvent): ScalarNode {
    const { valueStart, valueEnd, style } = event;
    if (valueStart === -1) return this.#empty(event);
    if (style === SCALAR_STYLE.PLAIN) return this.#plain(event);
    const isQuoted = style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
    const at = isQuoted ? valueStart - 1 : this.#headerOf(valueStart);
    this.#end = isQuoted ? valueEnd + 1 : valueEnd;
    const text = this.#text.slice(at, this.#end);
    return { kind: 'scalar', at: this.#place(at), value: getScalarValue(this.#text, event), text };
  }

  #plain(event: ScalarEvent): ScalarNode {
    const { valueStart, valueEnd } = event;
    this.#end = valueEnd;
    const written = this.#text.slice(valueStart, valueEnd);
    const value = resolveScalar(event.fast ? written : getScalarValue(this.#text, event));
    return { kind: 'scalar', at: this.#place(valueStart), value, text: written };
  }

  /** `key:` or `-` with nothing behind it: stands behind that sign. */
  #empty({ anchorEnd, tagEnd }: ScalarEvent): ScalarNode {
    const sign = /(?:\s|#.*)*[-:?]?/y;
    sign.lastIndex = this.#end;
    const found = sign.exec(this.#text)?.[0] ?? '';
    if (/[-:?]$/.test(found)) this.#end += found.length;
    this.#end = Math.max(this.#end, anchorEnd, tagEnd);
    return { kind: 'scalar', at: this.#place(this.#end), value: null, text: '' };
  }

  /** The place of the `|` or `>` before a text that stands below it. */
  #headerOf(valueStart: number): number {
    const before = this.#text.slice(this.#end, valueStart);
    const found = /[|>][-+\d]*(?:[ \t]+(?:#.*)?)?\r?\n?$/.exec(before);
    return this.#end + (found?.index ?? 0);
  }

  #complainOfSecond(): void {
    const rest = this.#text.slice(this.#end);
    const at = this.#end + Math.max(0, rest.search(/^(?:---|\.\.\.)(?!\S)/m));
    const hint = 'a block holds one document: take the "---" out';
    this.#refuse(at, 'a second YAML document begins here', hint);
  }

  #complainOfSize(at: number): TreeNode {
    const isNew = !this.#problems.some(({ message }) => message.startsWith('holds more'));
    const message = `holds more than ${String(MAX_NODES)} values once aliases are followed`;
    if (isNew) return this.#refuse(at, message);
    return { kind: 'scalar', at: this.#place(at), value: null, text: '' };
  }

  #refuse(offset: number, message: string, hint?: string): TreeNode {
    const at = this.#place(offset);
    const more = hint === undefined ? {} : { hint };
    this.#problems.push({ code: 'SPEC_YAML_INVALID', message, at, ...more });
    return { kind: 'scalar', at, value: null, text: '' };
  }
}
