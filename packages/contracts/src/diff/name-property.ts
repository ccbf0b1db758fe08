import type { SchemaFinding } from '../schema/schema-delta.ts';
import type { NamedFinding } from './named-finding.ts';
import type { SchemaUse } from './schema-use.ts';

/** Names a property that came, went, or became required or optional. */
export function nameProperty(finding: SchemaFinding, use: SchemaUse): NamedFinding | undefined {
  switch (use.kind) {
    case 'request-body':
      return nameInRequest(finding, use);
    case 'response-body':
      return nameInResponse(finding);
    case 'request-parameter':
      return nameInParameter(finding, use);
    case 'response-header':
      return { id: `response-header-${finding.stem}`, effect: finding.effect };
    default:
      return use.kind satisfies never;
  }
}

function nameInRequest(
  { stem, effect, property }: SchemaFinding,
  { isReversed }: SchemaUse,
): NamedFinding | undefined {
  if (property === undefined || property.readOnly) return undefined;
  const withDefault = property.hasDefault ? '-with-default' : '';
  switch (stem) {
    case 'property-added':
      return property.required
        ? { id: `new-required-request-property${withDefault}`, effect }
        : { id: 'new-optional-request-property', effect };
    case 'property-removed':
      // Who receives a webhook could rely on what was always there.
      return {
        id: 'request-property-removed',
        effect: isReversed && property.required ? 'widens' : effect,
      };
    case 'property-became-required':
      return { id: `request-property-became-required${withDefault}`, effect };
    default:
      return { id: 'request-property-became-optional', effect };
  }
}

function nameInResponse({ stem, effect, property }: SchemaFinding): NamedFinding | undefined {
  if (property === undefined) return undefined;
  const writeOnly = property.writeOnly ? 'write-only-' : '';
  const need = property.required ? 'required' : 'optional';
  switch (stem) {
    case 'property-added':
      return { id: `response-${need}-${writeOnly}property-added`, effect: 'narrows' };
    case 'property-removed':
      return {
        id: `response-${need}-${writeOnly}property-removed`,
        effect: property.writeOnly ? 'none' : property.required ? 'widens' : effect,
      };
    default:
      return {
        id: `response-${writeOnly}${stem}`,
        effect: property.writeOnly ? 'none' : effect,
      };
  }
}

function nameInParameter(
  { stem, effect, property }: SchemaFinding,
  use: SchemaUse,
): NamedFinding | undefined {
  if (property === undefined || property.readOnly) return undefined;
  const isHeader = use.location === 'header';
  const place = isHeader ? 'request-header-property' : 'request-parameter-property';
  if (stem === 'property-added') {
    return { id: `new-${property.required ? 'required' : 'optional'}-${place}`, effect };
  }
  return { id: `${place}-${stem.replace('property-', '')}`, effect };
}
