import type { SchemaFinding } from '../schema/schema-delta.ts';
import type { FindingPosition, NamedFinding } from './named-finding.ts';
import type { SchemaUse } from './schema-use.ts';
import { accepts } from './type-verdict.ts';

/** Names what has another name in a parameter than elsewhere; `general` when it has not. */
export function nameParameterFinding(
  finding: SchemaFinding,
  use: SchemaUse,
  position: FindingPosition,
): NamedFinding | undefined | 'general' {
  const { stem, effect } = finding;
  if (stem === 'type-changed' && position.isInner) return nameParameterPropertyType(finding);
  if (stem.startsWith('default-value-')) {
    // What a required parameter would be if it were not there, nobody asks.
    if (position.isInner || use.isOptional !== true) return undefined;
    return { id: `request-parameter-${stem}`, effect: 'incomparable' };
  }
  if (stem === 'became-enum' && position.isInner && use.location === 'header') {
    return { id: 'request-header-property-became-enum', effect };
  }
  const isOfItems = position.steps.join('/') === 'items';
  if (isOfItems && stem.startsWith('max-items-'))
    return { id: `request-parameter-${stem}`, effect };
  return 'general';
}

/** Inside an object parameter nobody knows how a value is written, so both ways are looked at. */
function nameParameterPropertyType({ types }: SchemaFinding): NamedFinding | undefined {
  if (types === undefined) return undefined;
  const prefix = 'request-parameter-property-type';
  const asJson = accepts(types, true);
  const asText = accepts(types, false);
  if (asJson !== asText) return { id: `${prefix}-changed`, effect: 'unknown' };
  return asJson
    ? { id: `${prefix}-generalized`, effect: 'widens' }
    : { id: `${prefix}-specialized`, effect: 'incomparable' };
}
