import type { DatabaseChange } from '@seatrial/contracts/database';

import type { SourcePosition } from '../../evidence/index.ts';
import type { SqlFile } from './sql-files.ts';

/** Where a schema file makes what a change is about: the line of the column, else that of its table; null when neither is seen. */
export function findInSchemaFile(
  { path, text }: SqlFile,
  { object, column }: Pick<DatabaseChange, 'object' | 'column'>,
): SourcePosition | null {
  const lines = text.split('\n');
  const name = wordOf(object.split('.').at(-1) ?? object);
  const made = new RegExp(`^\\s*create\\s+[^(;]*?${name}`, 'i');
  const start = lines.findIndex((line) => made.test(line));
  if (start === -1) return null;
  const end = lines.findIndex((line, index) => index >= start && /;\s*(?:--.*)?$/.test(line));
  const own = column === null ? undefined : new RegExp(`^[\\s,(]*${wordOf(column)}\\s`, 'i');
  const at = lines.findIndex(
    (line, index) => index > start && (end === -1 || index <= end) && own?.test(line) === true,
  );
  return { file: path, line: (at === -1 ? start : at) + 1, column: 1 };
}

function wordOf(name: string): string {
  const escaped = name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return `["\`[]?(?<![\\w$])${escaped}(?![\\w$])["\`\\]]?`;
}
