import type { RunRecord } from '../evidence/index.ts';

/** `run.json`: the record itself, indented, with a line feed at the end. Every other report can be made from it. */
export function renderRunJson(record: RunRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
