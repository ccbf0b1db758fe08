import { canonicalSql } from './canonical-sql.ts';
import { compareExpressions, subjectOf } from './compare-expressions.ts';
import type { CheckVerdict } from './compare-expressions.ts';
import type { DatabaseChanges, Effects } from './database-change.ts';
import { MAYBE_BOTH, MAYBE_READERS, WRITERS } from './database-change.ts';
import type { CheckConstraint } from './database-schema.ts';

const EFFECTS: Readonly<Record<CheckVerdict, Effects>> = {
  narrowed: WRITERS,
  widened: MAYBE_READERS,
  changed: MAYBE_BOTH,
};

/** Checks, by what they say; by their names, or what they are about, only to tell that one was changed. */
export function compareChecks(
  { object, what }: { readonly object: string; readonly what: 'check' | 'domain-check' },
  from: readonly CheckConstraint[],
  to: readonly CheckConstraint[],
  changes: DatabaseChanges,
): void {
  const come = without(to, from);
  for (const check of without(from, to)) {
    const { expression } = check;
    const other = takeChanged(check, come);
    if (other === undefined) {
      changes.tell(`${what}-removed`, object, MAYBE_READERS, {
        from: expression,
        text: `${object} checks ${expression} no longer`,
      });
    } else {
      const verdict = compareExpressions(expression, other.expression);
      changes.tell(`${what}-${verdict}`, object, EFFECTS[verdict], {
        from: expression,
        to: other.expression,
        text: `a check of ${object} was ${verdict} from ${expression} to ${other.expression}`,
      });
    }
  }
  for (const { expression } of come) {
    changes.tell(`${what}-added`, object, WRITERS, {
      to: expression,
      text: `${object} checks ${expression} now`,
    });
  }
}

/** Takes the check that this one has become out of those that are new. */
function takeChanged(
  { name, expression }: CheckConstraint,
  come: CheckConstraint[],
): CheckConstraint | undefined {
  const named = come.findIndex((other) => other.name !== null && other.name === name);
  const subject = subjectOf(expression);
  const at =
    named !== -1 || subject === undefined
      ? named
      : come.findIndex((other) => subjectOf(other.expression) === subject);
  return at === -1 ? undefined : come.splice(at, 1)[0];
}

/** Those of the first list that say what none of the second says. */
function without(
  checks: readonly CheckConstraint[],
  others: readonly CheckConstraint[],
): CheckConstraint[] {
  const said = new Set(others.map(({ expression }) => canonicalSql(expression)));
  return checks.filter(({ expression }) => !said.has(canonicalSql(expression)));
}
