import type { Complaints } from '../complaints.ts';
import type { Component, IntegrationSections } from '../integration-sections.ts';
import type { Group, Item } from './groups.ts';
import { keyed } from './groups.ts';

/** `## Scope`: free text, `Components:` and `Integration Points:`. */
export function readScope(
  groups: readonly Group[],
  remarks: Complaints,
): NonNullable<IntegrationSections['scope']> {
  const items = (...names: string[]): readonly Item[] =>
    groups.filter(({ name }) => names.includes(name)).flatMap((group) => group.items);
  const texts = groups[0]?.texts ?? [];
  return {
    description: texts.length === 0 ? null : texts.map(({ text }) => text).join('\n'),
    components: items('components').flatMap((item) => readComponent(item, remarks)),
    integrationPoints: items('integration points').map(({ text }) => text),
  };
}

/** ``Order API: `v2.3.0` (note)``, `Database: PostgreSQL 14.2`, `Component A: version 2`. */
function readComponent(item: Item, remarks: Complaints): readonly Component[] {
  const pair = keyed(item);
  if (pair === null) {
    remarks.warning('SPEC_COMPONENT', item, 'this component has no version', {
      expected: 'Name: version (note)',
      seen: JSON.stringify(item.text),
    });
    return [{ name: item.text, version: null, note: null }];
  }
  const note = /\(([^()]*)\)\s*$/.exec(pair.value)?.[1] ?? null;
  const text = note === null ? pair.value : pair.value.replace(/\s*\([^()]*\)\s*$/, '');
  const [token] = item.codes;
  const version = token ?? versionIn(text);
  return [{ name: pair.label, version, note }];
}

function versionIn(text: string): string | null {
  const found = /\bversion\s+(\S+)/i.exec(text) ?? /(?<![\w.])(v?\d+(?:\.\d+)*[\w.-]*)/.exec(text);
  return found?.[1] ?? null;
}
