import type { ApiMedia } from '../api/api.ts';
import type { Told } from './change.ts';
import { compareItemSchemas } from './compare-item-schemas.ts';
import type { Comparison } from './comparison.ts';
import type { OperationPair } from './comparison.ts';
import { emitSchema } from './emit-schema.ts';
import { matchMediaTypes, nameChange } from './match-media-types.ts';
import type { MediaPair } from './match-media-types.ts';
import { directionOf, isJson } from './schema-use.ts';

/** Compares the request bodies of two operations. */
export function compareBodies(pair: OperationPair, comparison: Comparison): void {
  const { base, revision } = pair;
  const { collector } = comparison;
  const tell = (told: Told): void =>
    collector.add(revision, { direction: 'request', where: 'request body', ...told });
  const [before, after] = [base.body, revision.body];
  if (before === undefined || after === undefined) {
    if (after !== undefined) {
      const need = after.required ? 'required' : 'optional';
      tell({ id: `request-body-added-${need}`, revision: after.place });
    }
    if (before !== undefined) tell({ id: 'request-body-removed', base: before.place });
    return;
  }
  if (before.required !== after.required) {
    const id = `request-body-became-${after.required ? 'required' : 'optional'}`;
    tell({ id, base: before.place, revision: after.place });
  }
  const { pairs, added, removed } = matchMediaTypes(before.content, after.content);
  for (const { place, mediaType } of added)
    tell({ id: 'request-body-media-type-added', revision: place, to: mediaType });
  for (const { place, mediaType } of removed)
    tell({ id: 'request-body-media-type-removed', base: place, from: mediaType });
  for (const media of pairs) compareMedia(media, pair, { tell, comparison });
}

function compareMedia(
  { base, revision }: MediaPair,
  pair: OperationPair,
  { tell, comparison }: { tell: (told: Told) => void; comparison: Comparison },
): void {
  const change = nameChange({ base, revision });
  if (change !== undefined) {
    // Who sent the wider type before is refused now.
    const level = change === 'specialized' ? 'ERR' : 'INFO';
    const names = { from: base.mediaType, to: revision.mediaType };
    const id = `request-body-media-type-name-${change}`;
    tell({ id, level, base: base.place, revision: revision.place, ...names });
  }
  const direction = directionOf(pair.revision, 'request');
  const use = {
    kind: 'request-body',
    direction,
    isReversed: direction !== 'request',
    isStronglyTyped: isJson(revision.mediaType),
    where: `request body, ${revision.mediaType}`,
  } as const;
  compareItemSchemas({ base, revision }, use, { pair, comparison });
  if (!tellSchemaExistence({ base, revision }, 'request', tell)) return;
  if (base.schema === undefined || revision.schema === undefined) return;
  const { schemas, collector } = comparison;
  emitSchema(schemas.compare(base.schema, revision.schema), {
    use,
    operation: pair.revision,
    options: collector.options,
    tell: (told) => collector.add(pair.revision, told),
  });
}

/** Tells a schema that came or went; answers whether there is one on both sides. */
export function tellSchemaExistence(
  { base, revision }: MediaPair,
  side: 'request' | 'response',
  tell: (told: Told) => void,
): boolean {
  const had = base.schema !== undefined;
  const has = revision.schema !== undefined;
  if (had && has) return true;
  if (had !== has) {
    const id = `${side}-body-media-type-schema-${has ? 'added' : 'removed'}`;
    tell({ id, base: base.place, revision: revision.place, to: mediaOf(revision) });
  }
  return false;
}

function mediaOf({ mediaType }: ApiMedia): string {
  return mediaType;
}
