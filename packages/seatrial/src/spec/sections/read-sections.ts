import type { WorkItemType } from '../../project/index.ts';
import type { Complaints } from '../complaints.ts';
import type { AcceptanceCriterion, IntegrationSections } from '../integration-sections.ts';
import type { Section } from '../markdown.ts';
import { readContracts } from './contracts.ts';
import { readEnvironment } from './environment.ts';
import type { Group } from './groups.ts';
import { groupsOf, rangeNamed, valueOf } from './groups.ts';
import { readPerformance } from './performance.ts';
import { complainOfPlaceholders } from './placeholders.ts';
import { checkRequiredSections } from './required-sections.ts';
import { readScope } from './scope.ts';

export interface SectionsContext {
  readonly type: WorkItemType | null;
  /** The first heading of the file. */
  readonly titleSection: Section | null;
  /** Scenarios are content of an integration test, wherever they stand. */
  readonly scenarioCount: number;
  readonly remarks: Complaints;
}

/**
 * Reads the structured sections (gates.md §4.3) and says what `spec lint` has to say of the file's form.
 *
 * @returns null when the file has none of the sections
 */
export function readSections(
  sections: readonly Section[],
  context: SectionsContext,
): IntegrationSections | null {
  const { type, remarks } = context;
  if (type !== null) {
    const title = context.titleSection ?? { line: 1, column: 1 };
    checkRequiredSections(sections, { type, title, remarks });
    complainOfPlaceholders(sections, remarks);
    if (type === 'integration_test' && context.scenarioCount === 0) {
      const hint = 'add a heading such as "### INT-01 What must hold"';
      remarks.error('SPEC_NO_SCENARIO', title, 'an integration test has at least one scenario', {
        hint,
      });
    }
  }
  // A feature may have a scope and criteria too, but they are free prose there.
  if (type !== null && type !== 'integration_test') return null;
  return readIntegrationSections(sections, remarks);
}

function readIntegrationSections(
  sections: readonly Section[],
  remarks: Complaints,
): IntegrationSections | null {
  const read = <Value>(name: string, reader: (groups: readonly Group[]) => Value): Value | null => {
    const range = rangeNamed(sections, name);
    return range === null ? null : reader(groupsOf(range));
  };
  const structure: IntegrationSections = {
    scope: read('scope', (groups) => readScope(groups, remarks)),
    performanceBenchmarks: read('performance benchmarks', (groups) =>
      readPerformance(groups, remarks),
    ),
    apiContracts: read('api contracts', (groups) => readContracts(groups, remarks)),
    environmentRequirements: read('environment requirements', (groups) =>
      readEnvironment(groups, remarks),
    ),
    dependencies: read('dependencies', readDependencies),
    acceptanceCriteria: read('acceptance criteria', readCriteria),
    testDirectory: read('environment requirements', (groups) => valueOf(groups, 'test directory')),
  };
  return Object.values(structure).every((value) => value === null) ? null : structure;
}

function readDependencies(
  groups: readonly Group[],
): NonNullable<IntegrationSections['dependencies']> {
  const services = groups.filter(({ name }) => name === 'service dependencies');
  const others = groups.filter((group) => !services.includes(group));
  return { workItems: texts(others), services: texts(services) };
}

function texts(groups: readonly Group[]): readonly string[] {
  return groups.flatMap(({ items }) => items.map(({ text }) => text));
}

function readCriteria(groups: readonly Group[]): readonly AcceptanceCriterion[] {
  return groups.flatMap(({ label, items }) =>
    items.map(({ text, done }) => ({
      group: label === '' ? null : label,
      text,
      done: done === true,
    })),
  );
}
