import type { Effect, SchemaFinding } from '../schema/schema-delta.ts';
import { nameParameterFinding } from './name-parameter-finding.ts';
import { nameProperty } from './name-property.ts';
import type { FindingPosition, NamedFinding } from './named-finding.ts';
import type { SchemaUse } from './schema-use.ts';
import { judgeRequestType, judgeResponseType } from './type-verdict.ts';

/** Names a finding; undefined when it does not concern this use, e.g. what is read only in a request. */
export function nameFinding(
  finding: SchemaFinding,
  use: SchemaUse,
  position: FindingPosition,
): NamedFinding | undefined {
  if (use.kind === 'request-parameter') {
    const special = nameParameterFinding(finding, use, position);
    if (special !== 'general') return special;
  }
  const prefix = prefixOf(use, position);
  const { stem, effect } = finding;
  if (finding.property !== undefined) return nameProperty(finding, use);
  switch (stem) {
    case 'type-changed':
      return nameType(finding, use, position);
    case 'list-of-types':
      return nameListOfTypes(finding, use, position);
    case 'wrapped-in-one-of':
      return { id: `${prefix}-${position.isInner ? 'one-of-added' : stem}`, effect };
    case 'readOnly':
    case 'writeOnly':
      return nameDirection(finding, use, position);
    default:
      return nameOther(
        { id: `${prefix}-${stem}`, effect: effectOf(finding, use) },
        finding,
        use,
        position,
      );
  }
}

/** Whoever reads should expect values that they do not know yet, of a webhook as well. */
function effectOf({ stem, effect }: SchemaFinding, { direction }: SchemaUse): Effect {
  return stem === 'enum-value-added' && direction === 'response' ? 'unknown' : effect;
}

export function prefixOf(use: SchemaUse, { isInner }: FindingPosition): string {
  switch (use.kind) {
    case 'request-body':
      return isInner ? 'request-property' : 'request-body';
    case 'response-body':
      return isInner ? 'response-property' : 'response-body';
    case 'request-parameter':
      return isInner ? 'request-parameter-property' : 'request-parameter';
    case 'response-header':
      return isInner ? 'response-header-property' : 'response-header';
    default:
      return use.kind satisfies never;
  }
}

/** What a server decides alone, a client need not care for in its requests; these have names of their own. */
const READ_ONLY_NAMES = new Set([
  'enum-value-removed',
  'exclusive-max-decreased',
  'exclusive-min-increased',
  'max-decreased',
  'max-length-decreased',
  'min-increased',
]);
const READ_ONLY_SILENT = new Set([
  'exclusive-max-set',
  'exclusive-min-set',
  'max-length-set',
  'max-set',
  'min-items-increased',
  'min-items-set',
  'min-set',
  'x-extensible-enum-value-removed',
]);
const WRITE_ONLY_SILENT = new Set([
  'exclusive-max-increased',
  'exclusive-min-decreased',
  'max-increased',
  'max-length-increased',
  'max-length-unset',
  'min-decreased',
  'min-items-decreased',
  'min-items-unset',
  'min-length-decreased',
]);

function nameOther(
  named: NamedFinding,
  { stem }: SchemaFinding,
  use: SchemaUse,
  position: FindingPosition,
): NamedFinding | undefined {
  const { isInner, isReadOnly, isWriteOnly } = position;
  if (use.kind === 'request-body' && isInner && isReadOnly) {
    if (READ_ONLY_SILENT.has(stem)) return undefined;
    if (READ_ONLY_NAMES.has(stem))
      return { id: `request-read-only-property-${stem}`, effect: 'none' };
  }
  if (use.kind === 'response-body') {
    if (isInner && isWriteOnly) {
      if (WRITE_ONLY_SILENT.has(stem)) return undefined;
      if (stem === 'enum-value-added')
        return { id: `response-write-only-property-${stem}`, effect: 'none' };
    }
    if (!isInner && stem === 'enum-value-removed')
      return { id: 'response-mediatype-enum-value-removed', effect: named.effect };
    if (stem === 'pattern-generalized')
      return { ...named, id: named.id.replace(/generalized$/, 'changed') };
  }
  return named;
}

function nameType(
  { types }: SchemaFinding,
  use: SchemaUse,
  position: FindingPosition,
): NamedFinding | undefined {
  if (types === undefined) return undefined;
  const prefix = prefixOf(use, position);
  if (use.kind === 'request-body' || use.kind === 'request-parameter') {
    if (position.isInner && position.isReadOnly) return undefined;
    if (use.isWidenedToList === true && !position.isInner)
      return { id: `${prefix}-type-generalized`, effect: 'widens' };
    const { effect, isLoose } = judgeRequestType(types, use.isStronglyTyped);
    // Every parameter is written as a text, so there it is no surprise.
    const safe = isLoose && use.kind === 'request-body' ? 'compatible' : 'generalized';
    const name = effect === 'widens' ? safe : 'changed';
    return { id: `${prefix}-type-${name}`, effect };
  }
  const { effect, isLoose } = judgeResponseType(types, use.isStronglyTyped);
  if (effect === 'narrows')
    return { id: `${prefix}-type-${isLoose ? 'compatible' : 'specialized'}`, effect };
  return { id: `${prefix}-type-${effect === 'widens' ? 'generalized' : 'changed'}`, effect };
}

function nameListOfTypes(
  { from, to, effect }: SchemaFinding,
  use: SchemaUse,
  position: FindingPosition,
): NamedFinding | undefined {
  const isRequest = use.kind === 'request-body' || use.kind === 'request-parameter';
  if (isRequest && position.isInner && position.isReadOnly) return undefined;
  const isLonger = Array.isArray(to) && to.length > 0;
  const isShorter = Array.isArray(from) && from.length > 0;
  const isWidened = isRequest ? !isShorter : isLonger;
  return {
    id: `${prefixOf(use, position)}-list-of-types-${isWidened ? 'widened' : 'narrowed'}`,
    effect,
  };
}

/** A property that became the server's or the client's alone. */
function nameDirection(
  { stem, to }: SchemaFinding,
  use: SchemaUse,
  position: FindingPosition,
): NamedFinding | undefined {
  if (!position.isProperty) return undefined;
  const side = use.kind === 'response-body' ? 'response' : 'request';
  if (use.kind === 'request-parameter' || use.kind === 'response-header') return undefined;
  const need = position.isRequired ? 'required' : 'optional';
  const flag = stem === 'readOnly' ? 'read-only' : 'write-only';
  const became = to === true ? flag : `not-${flag}`;
  return { id: `${side}-${need}-property-became-${became}`, effect: 'none' };
}
