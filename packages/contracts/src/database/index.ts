export { compareDatabases } from './compare-databases.ts';
export type { DatabasePair } from './compare-databases.ts';
export type { DatabaseChange, Side } from './database-change.ts';
export type {
  AskDatabase,
  CheckConstraint,
  ColumnSchema,
  DatabaseDialect,
  DatabaseSchema,
  DomainType,
  EnumType,
  ForeignKey,
  ForeignKeyAction,
  IndexSchema,
  Row,
  TableSchema,
  UniqueKey,
  ViewSchema,
} from './database-schema.ts';
export { introspectPostgres } from './introspect-postgres.ts';
export { introspectSqlite } from './introspect-sqlite.ts';
export { selectTables } from './select-tables.ts';
export type { SelectedTables } from './select-tables.ts';
