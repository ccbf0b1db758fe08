import type { Row } from './database-schema.ts';

/** A text of a row; empty where there is none. */
export function textIn(row: Row, field: string): string {
  return textOrNullIn(row, field) ?? '';
}

export function textOrNullIn(row: Row, field: string): string | null {
  const value = row[field];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

/** A list of texts; empty where there is none. */
export function listIn(row: Row, field: string): readonly string[] {
  const value = row[field];
  return Array.isArray(value) ? value.map(String) : [];
}
