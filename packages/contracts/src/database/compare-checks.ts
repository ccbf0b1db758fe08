import { canonicalSql } from './canonical-sql.ts';
import type { DatabaseChanges } from './database-change.ts';
import { MAYBE_BOTH, MAYBE_READERS, WRITERS } from './database-change.ts';
import type { CheckConstraint } from './database-schema.ts';

/** Checks, by what they say; by their names only to tell that one was changed. */
export function compareChecks(
  { object, what }: { readonly object: string; readonly what: 'check' | 'domain-check' },
  from: readonly CheckConstraint[],
  to: readonly CheckConstraint[],
  changes: DatabaseChanges,
): void {
  const gone = without(from, to);
  const come = without(to, from);
  for (const check of gone) {
    const at = come.findIndex(({ name }) => name !== null && name === check.name);
    const [other] = at === -1 ? [] : come.splice(at, 1);
    const { expression } = check;
    if (other === undefined) {
      changes.tell(`${what}-removed`, object, MAYBE_READERS, {
        from: expression,
        text: `${object} checks ${expression} no longer`,
      });
    } else {
      changes.tell(`${what}-changed`, object, MAYBE_BOTH, {
        from: expression,
        to: other.expression,
        text: `the check ${check.name ?? ''} of ${object} was changed from ${expression} to ${other.expression}`,
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

/** Those of the first list that say what none of the second says. */
function without(
  checks: readonly CheckConstraint[],
  others: readonly CheckConstraint[],
): CheckConstraint[] {
  const said = new Set(others.map(({ expression }) => canonicalSql(expression)));
  return checks.filter(({ expression }) => !said.has(canonicalSql(expression)));
}
