import type { DatabaseDialect } from './database-schema.ts';

/** The same thing in both schemas; one of them is missing where only the other has it. */
export interface NamedPair<Named> {
  readonly name: string;
  readonly from: Named | undefined;
  readonly to: Named | undefined;
}

/** Pairs what has the same name, in the order of the first list, then what only the second has. */
export function pairByName<Named extends { readonly name: string }>(
  from: readonly Named[],
  to: readonly Named[],
  dialect: DatabaseDialect,
): readonly NamedPair<Named>[] {
  // SQLite takes names for equal in any case.
  const keyOf = ({ name }: Named): string => (dialect === 'sqlite' ? name.toLowerCase() : name);
  const others = new Map(to.map((one) => [keyOf(one), one]));
  const known = new Set(from.map(keyOf));
  return [
    ...from.map((one) => ({ name: one.name, from: one, to: others.get(keyOf(one)) })),
    ...to
      .filter((one) => !known.has(keyOf(one)))
      .map((one) => ({ name: one.name, from: undefined, to: one })),
  ];
}
