import type { Complaints } from '../complaints.ts';
import type { Section } from '../markdown.ts';
import { linesIn } from '../markdown.ts';

/** `[Name]`, `[name and version]`: what a template leaves for people to fill in. Not `[x]`, `[INT-07]`, `[1]`. */
const PLACEHOLDER = /(?<![\w\]])\[([A-Z][a-z]+(?: [A-Za-z/]+)*|[a-z]+(?: [A-Za-z/]+)+)\](?![([:])/g;

/** Complains of template text that was never replaced, in headings and prose; code is left alone (B-WI-14). */
export function complainOfPlaceholders(sections: readonly Section[], remarks: Complaints): void {
  for (const { lines, blocks } of sections) {
    const runs = [...lines, ...blocks.flatMap(linesIn)].flatMap((line) => line.runs);
    for (const { kind, text, line, column } of runs) {
      if (kind !== 'text') continue;
      for (const found of text.matchAll(PLACEHOLDER)) {
        const at = { line, column: column + found.index };
        remarks.error('SPEC_PLACEHOLDER', at, 'template placeholder not filled', {
          seen: found[0],
          hint: 'replace it, or take the line out',
        });
      }
    }
  }
}
