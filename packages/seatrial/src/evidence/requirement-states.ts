import type { Outcome, Requirement } from './check.ts';
import type { RequirementRecord, RequirementState } from './run-record.ts';

/** What the state of a requirement depends on, of a check that names it. */
export interface NamingCheck {
  readonly id: string;
  readonly requirements: readonly string[];
  /** Null when the check has not run. */
  readonly outcome: Outcome | null;
  readonly required: boolean;
}

/** A test of a suite that carries ids in its name or tags. */
export interface NamingTest {
  readonly ids: readonly string[];
  readonly outcome: Outcome;
}

interface Witness {
  readonly outcome: Outcome | null;
  readonly required: boolean;
}

/**
 * Says how far each requirement is proven, in the order of `requirements`.
 *
 * A requirement is named by a check (`Covers:`) or by a test that carries its id. One failure of either
 * makes it `failing`. It is `verified` when something passed and nothing that is required is unknown: a
 * skipped or broken optional check holds nothing back. `flaky` counts as passed, as in the verdict. A check
 * that a partial plan leaves out has not run.
 */
export function requirementStates(
  requirements: readonly Requirement[],
  checks: readonly NamingCheck[],
  tests: readonly NamingTest[],
): RequirementRecord[] {
  const namedBy = new Map<string, string[]>();
  const witnesses = new Map<string, Witness[]>();
  for (const check of checks) {
    for (const id of new Set(check.requirements)) {
      append(namedBy, id, check.id);
      append(witnesses, id, check);
    }
  }
  for (const test of tests) {
    for (const id of new Set(test.ids)) {
      append(witnesses, id, { outcome: test.outcome, required: true });
    }
  }
  const known = new Set(checks.map(({ id }) => id));
  for (const { id, namedBy: all = [] } of requirements) {
    for (const check of all.filter((one) => !known.has(one))) {
      append(namedBy, id, check);
      append(witnesses, id, { outcome: null, required: true });
    }
  }
  return requirements.map(({ id, title, source }) => ({
    id,
    title,
    state: stateOf(witnesses.get(id) ?? []),
    checks: namedBy.get(id) ?? [],
    source,
  }));
}

function stateOf(witnesses: readonly Witness[]): RequirementState {
  if (witnesses.length === 0) return 'uncovered';
  if (witnesses.some(({ outcome }) => outcome === 'failed')) return 'failing';
  const proven = witnesses.filter(({ outcome }) => outcome === 'passed' || outcome === 'flaky');
  const unknown = witnesses.filter((witness) => !proven.includes(witness));
  return proven.length > 0 && unknown.every(({ required }) => !required) ? 'verified' : 'covered';
}

function append<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
