import type { Nodes } from 'mdast';

import type { Complaints } from '../complaints.ts';
import type { Section } from '../markdown.ts';
import { placeOf } from '../markdown.ts';

/** `[Name]`, `[name and version]`: what a template leaves for people to fill in. Not `[x]`, `[INT-07]`, `[1]`. */
const PLACEHOLDER = /(?<![\w\]])\[([A-Z][a-z]+(?: [A-Za-z/]+)*|[a-z]+(?: [A-Za-z/]+)+)\](?![([:])/g;

/** Complains of template text that was never replaced, in headings and prose; code is left alone (B-WI-14). */
export function complainOfPlaceholders(sections: readonly Section[], remarks: Complaints): void {
  const complain = (text: string, line: number, column: number): void => {
    for (const found of text.matchAll(PLACEHOLDER)) {
      const before = text.slice(0, found.index).split('\n');
      const own = before.at(-1) ?? '';
      const at = {
        line: line + before.length - 1,
        column: before.length === 1 ? column + own.length : own.length + 1,
      };
      remarks.error('SPEC_PLACEHOLDER', at, 'template placeholder not filled', {
        seen: found[0],
        hint: 'replace it, or take the line out',
      });
    }
  };
  const walk = (node: Nodes): void => {
    if (node.type === 'text') {
      const { line, column } = placeOf(node);
      complain(node.value, line, column);
    } else if ('children' in node) node.children.forEach(walk);
  };
  for (const section of sections) {
    complain(section.heading, section.line, section.column + section.depth + 1);
    section.nodes.forEach(walk);
  }
}
