import { levelByEffect } from '../rules/level-of.ts';
import type { Comparison, OperationPair } from './comparison.ts';
import { emitSchema } from './emit-schema.ts';
import type { MediaPair } from './match-media-types.ts';
import type { SchemaUse } from './schema-use.ts';

/** Compares what each item of a stream has to be (`itemSchema` of 3.2). */
export function compareItemSchemas(
  media: MediaPair,
  body: SchemaUse,
  { pair, comparison }: { readonly pair: OperationPair; readonly comparison: Comparison },
): void {
  const { schemas, collector } = comparison;
  const [base, revision] = [media.base.itemSchema, media.revision.itemSchema];
  if (base === undefined && revision === undefined) return;
  // JSON Lines and JSON sequences keep texts and numbers apart as JSON does.
  const isStronglyTyped = media.revision.mediaType.includes('json');
  const use = { ...body, isStronglyTyped, where: `${body.where}, each item` };
  if (base !== undefined && revision !== undefined) {
    emitSchema(schemas.compare(base, revision), {
      use,
      operation: pair.revision,
      options: collector.options,
      tell: (told) => collector.add(pair.revision, told),
    });
    return;
  }
  const { kind, direction, where } = use;
  collector.add(pair.revision, {
    id: `${kind}-item-schema-${base === undefined ? 'added' : 'removed'}`,
    level: levelByEffect(base === undefined ? 'narrows' : 'widens', direction),
    direction,
    where,
    base: base ?? media.base.place,
    revision: revision ?? media.revision.place,
  });
}
