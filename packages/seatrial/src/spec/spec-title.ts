import type { WorkItemType } from '../project/index.ts';
import type { Section } from './markdown.ts';

/** How the templates of all generations begin their first heading. */
const TYPE_WORDS: ReadonlyMap<string, WorkItemType> = new Map([
  ['feature', 'feature'],
  ['bug', 'bug'],
  ['bug fix', 'bug'],
  ['bugfix', 'bug'],
  ['refactor', 'refactor'],
  ['refactoring', 'refactor'],
  ['security', 'security'],
  ['security task', 'security'],
  ['security fix', 'security'],
  ['integration test', 'integration_test'],
  ['integration tests', 'integration_test'],
  ['deployment', 'deployment'],
]);

export interface SpecTitle {
  /** The first heading of depth 1; else the name of the file. */
  readonly title: string;
  readonly type: WorkItemType | null;
  readonly section: Section | null;
}

/** `# Integration Test: Order flow` names a type and a title; any number of words may stand before the colon (B-WI-07). */
export function readTitle(sections: readonly Section[], file: string): SpecTitle {
  const section = sections.find(({ depth }) => depth === 1) ?? null;
  if (section === null) {
    const stem = file.slice(file.lastIndexOf('/') + 1).replace(/\.md$/i, '');
    return { title: stem, type: null, section };
  }
  const [, word = '', rest = ''] = /^([^:]*):\s*(.*)$/.exec(section.heading) ?? [];
  const type =
    TYPE_WORDS.get(
      word
        .trim()
        .toLowerCase()
        .replaceAll(/[\s_-]+/g, ' '),
    ) ?? null;
  return { title: type === null || rest === '' ? section.heading : rest, type, section };
}
