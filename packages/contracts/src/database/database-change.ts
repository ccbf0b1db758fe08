import type { Level } from '../diff/change.ts';

/** Who relies on a schema: those that write by it, and those that read by it. */
export type Side = 'writers' | 'readers';

/** One change between two schemas. */
export interface DatabaseChange {
  /** Stable, such as `column-type-narrowed`. */
  readonly id: string;
  /** `ERR`: breaks writers or readers of the old schema. `WARN`: may break them. `INFO`: breaks nobody. */
  readonly level: Level;
  /** Who is broken, or may be. */
  readonly breaks: readonly Side[];
  /** The table, view or type. */
  readonly object: string;
  /** Null where the change concerns no single column. */
  readonly column: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** One sentence without its full stop. */
  readonly text: string;
}

/** What a change does to one side. */
export type Effect = 'fine' | 'may break' | 'breaks';

/** Whom a change breaks; the level follows from it. */
export interface Effects {
  readonly writers: Effect;
  readonly readers: Effect;
}

export const NOBODY: Effects = { writers: 'fine', readers: 'fine' };
export const WRITERS: Effects = { writers: 'breaks', readers: 'fine' };
export const READERS: Effects = { writers: 'fine', readers: 'breaks' };
export const BOTH: Effects = { writers: 'breaks', readers: 'breaks' };
export const MAYBE_WRITERS: Effects = { writers: 'may break', readers: 'fine' };
export const MAYBE_READERS: Effects = { writers: 'fine', readers: 'may break' };
export const MAYBE_BOTH: Effects = { writers: 'may break', readers: 'may break' };

type Told = Pick<DatabaseChange, 'text'> & Partial<Pick<DatabaseChange, 'column' | 'from' | 'to'>>;

/** The changes found so far. */
export class DatabaseChanges {
  readonly #changes: DatabaseChange[] = [];

  tell(id: string, object: string, effects: Effects, told: Told): void {
    const { column = null, from = null, to = null, text } = told;
    const sides = (['writers', 'readers'] as const).filter((side) => effects[side] !== 'fine');
    const isBreaking = sides.some((side) => effects[side] === 'breaks');
    const level = isBreaking ? 'ERR' : sides.length > 0 ? 'WARN' : 'INFO';
    this.#changes.push({ id, level, breaks: sides, object, column, from, to, text });
  }

  list(): readonly DatabaseChange[] {
    return this.#changes;
  }
}
