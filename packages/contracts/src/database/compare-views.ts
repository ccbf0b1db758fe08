import { TYPE_CHANGES } from './compare-columns.ts';
import { compareSqlTypes } from './compare-sql-types.ts';
import type { TypeContext } from './compare-sql-types.ts';
import type { DatabaseChanges } from './database-change.ts';
import { NOBODY, READERS } from './database-change.ts';
import type { ViewSchema } from './database-schema.ts';
import { pairByName } from './pair-by-name.ts';

/** Views, by the columns that readers see; nobody writes by them. */
export function compareViews(
  { from, to, context }: { from: ViewSchema; to: ViewSchema; context: TypeContext },
  changes: DatabaseChanges,
): void {
  const view = from.name;
  for (const column of pairByName(from.columns, to.columns, context.dialect)) {
    const { name } = column;
    const at = `${view}.${name}`;
    if (column.to === undefined) {
      const text = `column ${at} of a view was removed`;
      changes.tell('view-column-removed', view, READERS, { column: name, text });
    } else if (column.from === undefined) {
      const text = `column ${at} of a view was added`;
      changes.tell('view-column-added', view, NOBODY, { column: name, text });
    } else {
      const [was, is] = [column.from.type, column.to.type];
      const verdict = compareSqlTypes(was, is, context);
      if (verdict === 'same') continue;
      const { id, effects, word } = TYPE_CHANGES[verdict];
      changes.tell(
        `view-column-${id}`,
        view,
        { writers: 'fine', readers: effects.readers },
        {
          column: name,
          from: was,
          to: is,
          text: `the type of column ${at} of a view was ${word} from ${was} to ${is}`,
        },
      );
    }
  }
}
