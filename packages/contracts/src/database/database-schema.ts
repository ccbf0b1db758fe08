/** What a database promises to who writes into it and reads from it: plain data, whichever way it was learnt. */
export interface DatabaseSchema {
  readonly dialect: DatabaseDialect;
  readonly tables: readonly TableSchema[];
  readonly views: readonly ViewSchema[];
  readonly enums: readonly EnumType[];
  readonly domains: readonly DomainType[];
}

export type DatabaseDialect = 'postgres' | 'sqlite';

export interface TableSchema {
  /** With its schema in front where that is not the usual one: `orders`, `billing.orders`. */
  readonly name: string;
  /** In the order of the table. */
  readonly columns: readonly ColumnSchema[];
  /** Empty: the table has none. */
  readonly primaryKey: readonly string[];
  /** Constraints, and unique indexes on whole columns, which hold the same. */
  readonly uniques: readonly UniqueKey[];
  readonly foreignKeys: readonly ForeignKey[];
  /** `CHECK` and `EXCLUDE`. */
  readonly checks: readonly CheckConstraint[];
  /** All but those that a key brings with it. */
  readonly indexes: readonly IndexSchema[];
}

export interface ColumnSchema {
  readonly name: string;
  /** As the database writes it, such as `character varying(40)`; other names of the same type are understood. */
  readonly type: string;
  readonly nullable: boolean;
  /** The expression of the default, or what a generated column is computed from. */
  readonly default: string | null;
  readonly generated: 'identity' | 'identity always' | 'stored' | 'virtual' | null;
  /** Null: that of the type. */
  readonly collation: string | null;
}

export interface UniqueKey {
  readonly name: string | null;
  readonly columns: readonly string[];
  /** Whether two nulls count as equal. */
  readonly nullsNotDistinct: boolean;
}

export interface ForeignKey {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly table: string;
  readonly references: readonly string[];
  readonly onDelete: ForeignKeyAction;
  readonly onUpdate: ForeignKeyAction;
}

export type ForeignKeyAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

export interface CheckConstraint {
  readonly name: string | null;
  readonly expression: string;
}

export interface IndexSchema {
  readonly name: string;
  /** Method, columns or expressions, and condition: `btree (lower(email)) WHERE active`. */
  readonly definition: string;
  readonly unique: boolean;
}

export interface ViewSchema {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

export interface EnumType {
  readonly name: string;
  /** In their order. */
  readonly values: readonly string[];
}

export interface DomainType {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | null;
  readonly checks: readonly CheckConstraint[];
}

/** A row of an answer. */
export type Row = Readonly<Record<string, unknown>>;

/** Asks a database; all questions have to go through one connection. */
export type AskDatabase = (query: string) => Promise<readonly Row[]> | readonly Row[];
