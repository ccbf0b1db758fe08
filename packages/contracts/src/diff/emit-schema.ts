import type { ApiOperation } from '../api/api.ts';
import { knownLevel, levelByEffect } from '../rules/level-of.ts';
import { isUnchanged } from '../schema/delta-questions.ts';
import type { InnerDelta, SchemaDelta, SchemaFinding } from '../schema/schema-delta.ts';
import { requiredOf, schemaObject } from '../schema/schema-reader.ts';
import type { Level, Told } from './change.ts';
import { nameFinding } from './name-finding.ts';
import { namePropertyLifecycle } from './name-property-lifecycle.ts';
import type { FindingPosition, NamedFinding } from './named-finding.ts';
import type { DiffOptions } from './options.ts';
import type { SchemaUse } from './schema-use.ts';

/** Receives a change of one operation. */
export type Tell = (told: Told) => void;

/** A graph of comparisons that is walked for one use. */
export interface Walk {
  readonly use: SchemaUse;
  readonly operation: ApiOperation;
  readonly options: DiffOptions;
  readonly tell: Tell;
}

/** Tells all changes of a schema and of those inside it; a schema that holds itself is told once on the way down. */
export function emitSchema(delta: SchemaDelta, walk: Walk): void {
  if (isUnchanged(delta)) return;
  const position: FindingPosition = {
    isInner: false,
    isProperty: false,
    steps: [],
    isReadOnly: false,
    isWriteOnly: false,
    isRequired: false,
  };
  visit(delta, { position, seen: new Set(), walk });
}

interface Visit {
  readonly position: FindingPosition;
  /** What stands above, when changes are told at each path; all that was told, when once is enough. */
  readonly seen: Set<SchemaDelta>;
  readonly walk: Walk;
}

function visit(delta: SchemaDelta, { position, seen, walk }: Visit): void {
  if (seen.has(delta) || isUnchanged(delta)) return;
  tellFindings(delta, position, walk);
  seen.add(delta);
  for (const inner of delta.inner) {
    visit(inner.delta, { position: positionOf(inner, delta, position), seen, walk });
  }
  if (walk.options.expand === true) seen.delete(delta);
}

function positionOf(
  inner: InnerDelta,
  owner: SchemaDelta,
  above: FindingPosition,
): FindingPosition {
  const schema = schemaObject(inner.delta.revision);
  return {
    isInner: true,
    isProperty: inner.isProperty,
    steps: [...above.steps, inner.step],
    isReadOnly: schema['readOnly'] === true,
    isWriteOnly: schema['writeOnly'] === true,
    isRequired: inner.isProperty && requiredOf(schemaObject(owner.base)).includes(inner.step),
  };
}

const LIFECYCLE_STEMS = new Set(['deprecated', 'x-sunset', 'x-stability-level']);

function tellFindings(delta: SchemaDelta, position: FindingPosition, walk: Walk): void {
  let isLifecycleTold = false;
  for (const finding of delta.findings) {
    if (LIFECYCLE_STEMS.has(finding.stem)) {
      if (!isLifecycleTold) tellLifecycle(delta, finding, position, walk);
      isLifecycleTold = true;
      continue;
    }
    const named = nameFinding(finding, walk.use, position);
    if (named !== undefined) tellNamed(named, finding, position, walk);
    if (isEnumOfHeader(finding, position, walk.use)) {
      const id = 'request-header-property-became-enum';
      tellNamed({ id, effect: finding.effect }, finding, position, walk);
    }
  }
}

function isEnumOfHeader(
  { stem }: SchemaFinding,
  { isInner }: FindingPosition,
  use: SchemaUse,
): boolean {
  return stem === 'became-enum' && !isInner && use.location === 'header';
}

function tellNamed(
  { id, effect }: NamedFinding,
  finding: SchemaFinding,
  position: FindingPosition,
  { use, tell }: Walk,
): void {
  const { from, to, base, revision } = finding;
  const name = finding.property === undefined ? [] : [finding.property.name];
  const path = [...position.steps, ...name].join('/');
  tell({
    id,
    level: levelFor({ id, effect }, use),
    direction: use.direction,
    where: path === '' ? use.where : `${use.where}, ${path}`,
    from,
    to,
    base,
    revision,
  });
}

/** Undefined leaves the level to the table of ids. */
function levelFor({ id, effect }: NamedFinding, use: SchemaUse): Level | undefined {
  const byEffect = levelByEffect(effect, use.direction);
  if (use.isReversed) return effect === 'none' ? undefined : byEffect;
  return knownLevel(id) === undefined ? byEffect : undefined;
}

function tellLifecycle(
  { base, revision }: SchemaDelta,
  finding: SchemaFinding,
  position: FindingPosition,
  walk: Walk,
): void {
  const { use, options } = walk;
  if (!position.isInner || use.kind === 'request-parameter' || use.kind === 'response-header')
    return;
  const side = use.kind === 'request-body' ? 'request' : 'response';
  for (const id of namePropertyLifecycle(schemaObject(base), schemaObject(revision), {
    side,
    options,
  })) {
    tellNamed({ id, effect: 'none' }, finding, position, walk);
  }
}
