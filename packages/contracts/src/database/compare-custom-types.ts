import { canonicalSql } from './canonical-sql.ts';
import { compareChecks } from './compare-checks.ts';
import { TYPE_CHANGES } from './compare-columns.ts';
import { compareSqlTypes } from './compare-sql-types.ts';
import type { TypeContext } from './compare-sql-types.ts';
import type { DatabaseChanges } from './database-change.ts';
import { BOTH, MAYBE_BOTH, MAYBE_READERS, NOBODY, READERS, WRITERS } from './database-change.ts';
import type { DomainType, EnumType } from './database-schema.ts';
import { pairByName } from './pair-by-name.ts';

export function compareEnums(
  before: readonly EnumType[],
  after: readonly EnumType[],
  changes: DatabaseChanges,
): void {
  for (const { name, from, to } of pairByName(before, after, 'postgres')) {
    if (to === undefined) {
      changes.tell('enum-removed', name, BOTH, { text: `the enum ${name} was removed` });
    } else if (from === undefined) {
      changes.tell('enum-added', name, NOBODY, { text: `the enum ${name} was added` });
    } else compareValues(from, to, changes);
  }
}

function compareValues(from: EnumType, to: EnumType, changes: DatabaseChanges): void {
  const { name } = from;
  const [before, after] = [new Set(from.values), new Set(to.values)];
  for (const value of before) {
    if (after.has(value)) continue;
    const text = `the value ${value} of the enum ${name} was removed`;
    changes.tell('enum-value-removed', name, WRITERS, { from: value, text });
  }
  for (const value of after) {
    if (before.has(value)) continue;
    const text = `the enum ${name} got the value ${value}: readers may not know it`;
    changes.tell('enum-value-added', name, MAYBE_READERS, { to: value, text });
  }
  const kept = from.values.filter((value) => after.has(value)).join(', ');
  const ordered = to.values.filter((value) => before.has(value)).join(', ');
  if (kept === ordered) return;
  const text = `the values of the enum ${name} are sorted in another way`;
  changes.tell('enum-order-changed', name, MAYBE_READERS, { from: kept, to: ordered, text });
}

export function compareDomains(
  pair: {
    readonly from: readonly DomainType[];
    readonly to: readonly DomainType[];
    readonly context: TypeContext;
  },
  changes: DatabaseChanges,
): void {
  for (const { name, from, to } of pairByName(pair.from, pair.to, 'postgres')) {
    if (to === undefined) {
      changes.tell('domain-removed', name, BOTH, { text: `the domain ${name} was removed` });
    } else if (from === undefined) {
      changes.tell('domain-added', name, NOBODY, { text: `the domain ${name} was added` });
    } else compareDomain({ from, to, context: pair.context }, changes);
  }
}

function compareDomain(
  { from, to, context }: { from: DomainType; to: DomainType; context: TypeContext },
  changes: DatabaseChanges,
): void {
  const { name } = from;
  const verdict = compareSqlTypes(from.type, to.type, context);
  if (verdict !== 'same') {
    const { id, effects, word } = TYPE_CHANGES[verdict];
    const told = { from: from.type, to: to.type };
    const text = `the domain ${name} was ${word} from ${from.type} to ${to.type}`;
    changes.tell(`domain-${id}`, name, effects, { ...told, text });
  }
  if (from.nullable !== to.nullable) {
    const [id, effects] = to.nullable
      ? (['domain-became-nullable', READERS] as const)
      : (['domain-became-not-null', WRITERS] as const);
    const text = `the domain ${name} may be null ${to.nullable ? 'now' : 'no longer'}`;
    changes.tell(id, name, effects, { text });
  }
  if (canonicalSql(from.default ?? '') !== canonicalSql(to.default ?? '')) {
    const text = `the default of the domain ${name} was changed`;
    const told = { from: from.default ?? 'none', to: to.default ?? 'none' };
    changes.tell('domain-default-changed', name, MAYBE_BOTH, { ...told, text });
  }
  compareChecks({ object: name, what: 'domain-check' }, from.checks, to.checks, changes);
}
