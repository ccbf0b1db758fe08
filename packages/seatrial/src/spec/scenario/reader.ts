import { didYouMean as nearestOf } from '../../evidence/index.ts';
import type { Diagnostic, SourcePosition } from '../../evidence/index.ts';
import type { ServiceUse } from './block.ts';
import { hasReference, parseTemplate } from './references.ts';
import type { Reference } from './references.ts';
import type { TreeNode } from './source-tree.ts';
import { describeNode } from './source-tree.ts';

/** Where the first character of a block's text stands in its Markdown file. */
export type Origin = SourcePosition;

interface Complaint {
  readonly code: string;
  readonly message: string;
  readonly expected?: string;
  readonly seen?: string;
  readonly hint?: string | undefined;
}

/** What all parts of one block's reading share: places, complaints, and the captures known so far. */
export class Reader {
  readonly diagnostics: Diagnostic[] = [];
  readonly captures: Set<string>;
  /** Every `${service.VARIABLE}` so far. */
  readonly variables: ServiceUse[] = [];
  readonly #text: string;
  readonly #origin: Origin;
  readonly #lineStarts: readonly number[];

  constructor(text: string, origin: Origin, captures: Iterable<string> = []) {
    this.#text = text;
    this.#origin = origin;
    this.captures = new Set(captures);
    const lineStarts = [0];
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) {
      lineStarts.push(end + 1);
    }
    this.#lineStarts = lineStarts;
  }

  /** The place of an offset in the Markdown file. */
  position(offset: number): SourcePosition {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const { file, line, column } = this.#origin;
    return { file, line: line + low, column: column + offset - (this.#lineStarts[low] ?? 0) };
  }

  complain(at: number, complaint: Complaint): void {
    const { code, message, expected, seen, hint } = complaint;
    const { file, line, column } = this.position(at);
    const known = { expected, seen, hint };
    this.diagnostics.push({ code, severity: 'error', message, file, line, column, ...known });
  }

  /** The usual complaint: another kind of value was expected. */
  expected(node: TreeNode, expected: string, hint?: string): void {
    const seen = describeNode(node);
    const message = 'this value cannot stand here';
    this.complain(node.at, { code: 'SPEC_WRONG_TYPE', message, expected, seen, hint });
  }

  /** Checks every `${…}` of a text: well formed, and captured before. */
  checkReferences(text: string, at: number): void {
    if (!hasReference(text)) return;
    for (const part of parseTemplate(text)) {
      if (typeof part === 'string') continue;
      if (part.form === 'malformed') this.#complainMalformed(part.written, at);
      else this.#checkReference(part, at);
    }
  }

  #checkReference(reference: Reference, at: number): void {
    if (reference.form === 'variable') {
      this.variables.push({ service: reference.service, source: this.position(at) });
      return;
    }
    if (this.captures.has(reference.name)) return;
    const known = [...this.captures];
    const guess = didYouMean(reference.name, known);
    this.complain(this.#find(reference.written, at), {
      code: 'SPEC_UNKNOWN_REFERENCE',
      message: `no earlier step captures "${reference.name}"`,
      ...(known.length === 0 ? {} : { expected: `one of ${known.join(', ')}` }),
      seen: reference.written,
      hint:
        guess ??
        'capture it in an earlier step, or write ${service.VARIABLE} for a variable of a service',
    });
  }

  #complainMalformed(written: string, at: number): void {
    this.complain(this.#find(written, at), {
      code: 'SPEC_MALFORMED_REFERENCE',
      message: 'this reference cannot be understood',
      expected: '${name} or ${service.VARIABLE}',
      seen: written,
      hint: 'write $${ where the characters ${ are meant',
    });
  }

  #find(written: string, at: number): number {
    const found = this.#text.indexOf(written, at);
    return found === -1 ? at : found;
  }
}

/** `did you mean "expect"?`, when a candidate is close enough to be meant. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  const nearest = nearestOf(word, candidates);
  return nearest === undefined ? undefined : `did you mean "${nearest}"?`;
}
