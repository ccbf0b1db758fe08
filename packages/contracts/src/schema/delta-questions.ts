import type { SchemaDelta, SchemaFinding } from './schema-delta.ts';

/** Findings that do not change which values are valid. */
const ANNOTATION_STEMS = /^(?:default-value-|discriminator-|x-sunset$|x-stability-level$)/;

const unchanged = new WeakSet<SchemaDelta>();
const validationUnchanged = new WeakSet<SchemaDelta>();

/** Whether nothing that is compared differs, here and in all schemas inside. */
export function isUnchanged(delta: SchemaDelta): boolean {
  return holdsEverywhere(delta, ({ findings }) => findings.length === 0, unchanged);
}

/** Whether both schemas accept the same values. */
export function isValidationUnchanged(delta: SchemaDelta): boolean {
  return holdsEverywhere(delta, saysNothing, validationUnchanged);
}

function saysNothing({ findings }: SchemaDelta): boolean {
  return findings.every(isAnnotation);
}

function isAnnotation({ stem }: SchemaFinding): boolean {
  return ANNOTATION_STEMS.test(stem);
}

/** Walks all that is reachable once; when the answer is yes, it is so for every delta on the way. */
function holdsEverywhere(
  delta: SchemaDelta,
  holds: (delta: SchemaDelta) => boolean,
  known: WeakSet<SchemaDelta>,
): boolean {
  const seen = new Set<SchemaDelta>([delta]);
  for (const one of seen) {
    if (known.has(one)) continue;
    if (!holds(one)) return false;
    for (const { delta: inner } of one.inner) seen.add(inner);
  }
  // What a pair under way will turn out to be is not known yet, so nothing that leads to it is remembered.
  if ([...seen].every(({ isComplete }) => isComplete)) for (const one of seen) known.add(one);
  return true;
}
