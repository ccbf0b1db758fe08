import type { WorkItemType } from '../../project/index.ts';
import type { Complaints } from '../complaints.ts';
import type { IntegrationSections } from '../integration-sections.ts';
import type { Section } from '../markdown.ts';

export interface SectionsContext {
  readonly type: WorkItemType | null;
  readonly titleSection: Section | null;
  readonly remarks: Complaints;
}
export function readSections(
  _sections: readonly Section[],
  _context: SectionsContext,
): IntegrationSections | null {
  return null;
}
