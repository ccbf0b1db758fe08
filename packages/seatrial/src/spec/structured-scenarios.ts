import type { Diagnostic } from '../evidence/index.ts';
import type { WorkItem } from '../project/index.ts';
import { numberedScenarioId } from './ids.ts';
import type { Scenario, Specification } from './specification.ts';

const WORK_ITEMS_FILE = '.session/tracking/work_items.json';

/**
 * Honours the scenarios that the seed kept in `work_items.json` (gates.md §4.4 rule 12): they count when
 * the spec has none; when it has its own, the spec wins and a difference in number is a remark.
 */
export function withStructuredScenarios(
  specification: Specification,
  owner: WorkItem | undefined,
): Specification {
  if (owner === undefined) return specification;
  const structured = structuredScenarios(owner, specification.file);
  if (structured.length === 0) return specification;
  if (specification.scenarios.length === 0) {
    const remarks = specification.remarks.filter(({ code }) => code !== 'SPEC_NO_SCENARIO');
    return { ...specification, scenarios: structured, remarks };
  }
  if (specification.scenarios.length === structured.length) return specification;
  const difference: Diagnostic = {
    code: 'SPEC_STRUCTURED_DIFFERS',
    severity: 'warning',
    message: `work item ${owner.id} keeps other scenarios than its spec, which wins`,
    file: WORK_ITEMS_FILE,
    line: owner.line,
    column: owner.column,
    expected: `${specification.scenarios.length} scenarios, as in ${specification.file}`,
    seen: String(structured.length),
    hint: 'take test_scenarios out of the work item',
  };
  return { ...specification, remarks: [...specification.remarks, difference] };
}

function structuredScenarios(owner: WorkItem, file: string): readonly Scenario[] {
  const { testScenarios } = owner.structured;
  if (!Array.isArray(testScenarios)) return [];
  const source = { file: WORK_ITEMS_FILE, line: owner.line, column: owner.column };
  return testScenarios.map((entry: unknown, index): Scenario => {
    // A scenario may be a bare string (B-WI-03).
    const fields = typeof entry === 'object' && entry !== null ? { ...entry } : { title: entry };
    const field = (name: string): unknown =>
      Object.entries(fields).find(([key]) => key === name)?.[1];
    const number = field('number');
    const title = field('title') ?? field('name');
    return {
      id: numberedScenarioId(file, typeof number === 'number' ? number : index + 1),
      title: typeof title === 'string' ? title : '',
      requirements: [],
      required: true,
      setup: texts(field('setup')),
      actions: texts(field('actions')),
      expectedResults: texts(field('expected_results')),
      evidence: { form: 'prose' },
      source,
    };
  });
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
