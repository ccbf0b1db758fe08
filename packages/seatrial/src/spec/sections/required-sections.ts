import type { WorkItemType } from '../../project/index.ts';
import type { Complaints } from '../complaints.ts';
import type { Place, Section } from '../markdown.ts';
import { groupsOf, rangeNamed } from './groups.ts';

interface Rule {
  readonly required: readonly string[];
  /** Required by some generations only. */
  readonly wanted: readonly string[];
  /** At least three, where generations agree. */
  readonly criteria: 'required' | 'wanted';
}

/** gates.md §2.5. `Test Scenarios` is held by any scenario, wherever it stands. */
const RULES: Readonly<Record<WorkItemType, Rule>> = {
  feature: {
    required: [
      'Overview',
      'Rationale',
      'Acceptance Criteria',
      'Implementation Details',
      'Testing Strategy',
    ],
    wanted: [],
    criteria: 'required',
  },
  bug: {
    required: ['Description', 'Steps to Reproduce', 'Root Cause Analysis', 'Fix Approach'],
    wanted: ['Acceptance Criteria'],
    criteria: 'wanted',
  },
  refactor: {
    required: ['Overview', 'Current State', 'Proposed Refactor', 'Scope'],
    wanted: ['Acceptance Criteria'],
    criteria: 'wanted',
  },
  security: {
    required: [
      'Security Issue',
      'Threat Model',
      'Attack Vector',
      'Mitigation Strategy',
      'Compliance',
    ],
    wanted: ['Acceptance Criteria'],
    criteria: 'wanted',
  },
  integration_test: {
    required: [
      'Scope',
      'Performance Benchmarks',
      'Environment Requirements',
      'Acceptance Criteria',
    ],
    wanted: ['API Contracts', 'Dependencies'],
    criteria: 'required',
  },
  deployment: {
    required: [
      'Deployment Scope',
      'Deployment Procedure',
      'Pre-Deployment Checklist',
      'Deployment Steps',
      'Post-Deployment Steps',
      'Rollback Procedure',
      'Rollback Triggers',
      'Rollback Steps',
      'Smoke Tests',
      'Acceptance Criteria',
    ],
    wanted: [],
    criteria: 'required',
  },
};

const LEAST_CRITERIA = 3;

/** Complains of sections that a spec of this type should have, and of those that hold nothing. */
export function checkRequiredSections(
  sections: readonly Section[],
  context: { readonly type: WorkItemType; readonly title: Place; readonly remarks: Complaints },
): void {
  const { type, title, remarks } = context;
  const rule = RULES[type];
  for (const name of [...rule.required, ...rule.wanted]) {
    const isRequired = rule.required.includes(name);
    const say = isRequired ? remarks.error.bind(remarks) : remarks.warning.bind(remarks);
    const range = rangeNamed(sections, name.toLowerCase());
    if (range === null) {
      const message = `a spec of type ${type} has a section ${JSON.stringify(name)}, this one has not`;
      say('SPEC_SECTION_MISSING', title, message, { hint: `add a heading "## ${name}"` });
    } else if (isEmpty(range)) {
      const hint = 'write what it is for, or take it out';
      say('SPEC_SECTION_EMPTY', range[0] ?? title, `section ${JSON.stringify(name)} is empty`, {
        hint,
      });
    }
  }
  checkCriteria(sections, rule, remarks);
  if (type === 'deployment') checkSmokeTests(sections, remarks);
}

/** Comments are for the author, not content. */
function isEmpty(range: readonly Section[]): boolean {
  return (
    range.length === 1 && range.every(({ blocks }) => blocks.every(({ kind }) => kind === 'html'))
  );
}

function checkCriteria(sections: readonly Section[], rule: Rule, remarks: Complaints): void {
  const range = rangeNamed(sections, 'acceptance criteria');
  const [first] = range ?? [];
  if (range === null || first === undefined || isEmpty(range)) return;
  const count = groupsOf(range).flatMap(({ items }) => items).length;
  if (count >= LEAST_CRITERIA) return;
  const say =
    rule.criteria === 'required' ? remarks.error.bind(remarks) : remarks.warning.bind(remarks);
  say('SPEC_TOO_FEW_CRITERIA', first, 'too few acceptance criteria', {
    expected: `at least ${LEAST_CRITERIA}`,
    seen: String(count),
  });
}

function checkSmokeTests(sections: readonly Section[], remarks: Complaints): void {
  const range = rangeNamed(sections, 'smoke tests');
  const [first] = range ?? [];
  if (first === undefined || range?.some(({ heading }) => /^test\b/i.test(heading)) === true)
    return;
  const hint = 'add a heading such as "### Test 1: The health page answers"';
  remarks.error('SPEC_NO_SMOKE_TEST', first, 'there is no smoke test', { hint });
}
