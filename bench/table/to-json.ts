import type { Measured } from '../benchmark.ts';
import type { Machine } from '../machine.ts';
import { judge, ratioOf, spreadOf } from './summarise.ts';
import type { Samples } from './table.ts';

/** Everything that was measured, sample by sample, as plain data. */
export function toJson(machine: Machine, all: readonly Measured[]): unknown {
  return {
    schemaVersion: 2,
    machine,
    tables: all.flatMap(({ tables, notes }) =>
      tables.map((table) => ({ name: table.shape.name, notes, rows: rowsOf(table) })),
    ),
  };
}

function rowsOf(table: Samples): unknown {
  return table.shape.rows.map((row) => ({
    label: row.label,
    beside: row.beside ?? null,
    metrics: table.shape.metrics.map(({ key, title }) => {
      const samples = table.of(row.label, key);
      const ratio = ratioOf(table, row, key) ?? null;
      return { key, title, ...spreadOf(samples), ratio, samples };
    }),
    judgements: judge(table, row),
  }));
}
