import { canonicalSql } from './canonical-sql.ts';
import { compareSqlTypes } from './compare-sql-types.ts';
import type { TypeContext, TypeVerdict } from './compare-sql-types.ts';
import type { DatabaseChanges, Effects } from './database-change.ts';
import {
  BOTH,
  MAYBE_BOTH,
  MAYBE_READERS,
  MAYBE_WRITERS,
  NOBODY,
  READERS,
  WRITERS,
} from './database-change.ts';
import type { ColumnSchema } from './database-schema.ts';

/** A column in both schemas, and where it stands. */
export interface ColumnPair {
  readonly table: string;
  readonly from: ColumnSchema;
  readonly to: ColumnSchema;
  readonly context: TypeContext;
}

/** What is known of a type that changed: its id, whom it breaks, and a word for it. */
export const TYPE_CHANGES: Readonly<
  Record<
    Exclude<TypeVerdict, 'same'>,
    { readonly id: string; readonly effects: Effects; readonly word: string }
  >
> = {
  equivalent: { id: 'type-changed', effects: NOBODY, word: 'changed, for the same values,' },
  narrowed: { id: 'type-narrowed', effects: WRITERS, word: 'narrowed' },
  widened: { id: 'type-widened', effects: MAYBE_READERS, word: 'widened' },
  'widened to another': { id: 'type-widened', effects: READERS, word: 'widened' },
  changed: { id: 'type-changed', effects: BOTH, word: 'changed' },
};

export function compareColumns(pair: ColumnPair, changes: DatabaseChanges): void {
  compareTypes(pair, changes);
  compareNullability(pair, changes);
  const [before, after] = [fillOf(pair.from), fillOf(pair.to)];
  if (before.kind !== after.kind) compareFills(pair, changes);
  else if (before.text !== after.text) tellOtherFill(pair, changes);
  compareCollations(pair, changes);
}

/** A column that is new: those who write by the old schema do not fill it. */
export function tellNewColumn(table: string, column: ColumnSchema, changes: DatabaseChanges): void {
  const { name, type, nullable } = column;
  const isRequired = !nullable && fillOf(column).kind === 'none';
  changes.tell('column-added', table, isRequired ? WRITERS : NOBODY, {
    column: name,
    to: isRequired ? `${type} not null` : type,
    text: `column ${table}.${name} was added${isRequired ? ', required and without a default' : ''}`,
  });
}

function compareTypes({ table, from, to, context }: ColumnPair, changes: DatabaseChanges): void {
  const verdict = compareSqlTypes(from.type, to.type, context);
  if (verdict === 'same') return;
  const { id, effects, word } = TYPE_CHANGES[verdict];
  // SQLite keeps whatever it is given.
  const isLoose = context.dialect === 'sqlite' && verdict === 'changed';
  changes.tell(`column-${id}`, table, isLoose ? MAYBE_BOTH : effects, {
    column: from.name,
    from: from.type,
    to: to.type,
    text: `the type of column ${table}.${from.name} was ${word} from ${from.type} to ${to.type}`,
  });
}

function compareNullability({ table, from, to }: ColumnPair, changes: DatabaseChanges): void {
  if (from.nullable === to.nullable) return;
  const [id, effects, words] = to.nullable
    ? (['column-became-nullable', READERS, 'may be null now'] as const)
    : (['column-became-not-null', WRITERS, 'may be null no longer'] as const);
  changes.tell(id, table, effects, {
    column: from.name,
    from: from.nullable ? 'null' : 'not null',
    to: to.nullable ? 'null' : 'not null',
    text: `column ${table}.${from.name} ${words}`,
  });
}

/** What stands in a column that nobody gives a value. */
interface Fill {
  readonly kind: 'none' | 'default' | 'number' | 'computed';
  /** What has to be equal for the same fill. */
  readonly text: string;
}

function fillOf({ default: expression, generated }: ColumnSchema): Fill {
  if (generated === 'stored' || generated === 'virtual') {
    return { kind: 'computed', text: canonicalSql(expression ?? '') };
  }
  if (generated !== null) {
    return { kind: 'number', text: generated === 'identity always' ? 'always' : '' };
  }
  if (expression === null || /^null(?:::.*)?$/i.test(expression)) return { kind: 'none', text: '' };
  // Whichever sequence it is: serial and identity differ in who made it.
  if (/^nextval\(/i.test(expression)) return { kind: 'number', text: '' };
  return { kind: 'default', text: canonicalSql(expression) };
}

function compareFills({ table, from, to }: ColumnPair, changes: DatabaseChanges): void {
  const [before, after] = [fillOf(from).kind, fillOf(to).kind];
  const told = { column: from.name, from: sayFill(from), to: sayFill(to) };
  const name = `${table}.${from.name}`;
  if (before === 'computed' || after === 'computed') {
    const effects = after === 'computed' ? WRITERS : to.nullable ? MAYBE_READERS : BOTH;
    changes.tell('column-generation-changed', table, effects, {
      ...told,
      text: `column ${name} is ${after === 'computed' ? 'computed now' : 'computed no longer'}`,
    });
  } else if (after === 'none') {
    changes.tell('column-default-removed', table, to.nullable ? MAYBE_BOTH : WRITERS, {
      ...told,
      text: `the default of column ${name} was removed`,
    });
  } else if (before === 'none') {
    changes.tell('column-default-added', table, NOBODY, {
      ...told,
      text: `column ${name} got a default`,
    });
  } else {
    changes.tell('column-default-changed', table, MAYBE_BOTH, {
      ...told,
      text: `the default of column ${name} was changed`,
    });
  }
}

function tellOtherFill({ table, from, to }: ColumnPair, changes: DatabaseChanges): void {
  const { kind, text } = fillOf(to);
  const told = { column: from.name, from: sayFill(from), to: sayFill(to) };
  const name = `${table}.${from.name}`;
  if (kind === 'number') {
    const isRefused = text === 'always';
    changes.tell('column-generation-changed', table, isRefused ? MAYBE_WRITERS : NOBODY, {
      ...told,
      text: isRefused
        ? `column ${name} takes no numbers from writers any more`
        : `column ${name} takes numbers from writers now`,
    });
    return;
  }
  const id = kind === 'computed' ? 'column-generation-changed' : 'column-default-changed';
  changes.tell(id, table, MAYBE_READERS, {
    ...told,
    text: `${kind === 'computed' ? 'what column' : 'the default of column'} ${name} ${kind === 'computed' ? 'is computed from ' : ''}was changed`,
  });
}

function sayFill({ default: expression, generated }: ColumnSchema): string {
  if (generated === 'stored' || generated === 'virtual') return `computed: ${expression ?? ''}`;
  return generated ?? expression ?? 'none';
}

function compareCollations({ table, from, to }: ColumnPair, changes: DatabaseChanges): void {
  if (from.collation === to.collation) return;
  changes.tell('column-collation-changed', table, MAYBE_READERS, {
    column: from.name,
    from: from.collation ?? 'default',
    to: to.collation ?? 'default',
    text: `the collation of column ${table}.${from.name} was changed`,
  });
}
