/** What the value of a keyword of a schema has to be. */
export type KeywordForm =
  | 'schema'
  | 'schema or flag'
  | 'schemas'
  | 'schemas by name'
  | 'text'
  | 'flag'
  | 'number'
  | 'count'
  | 'bound'
  | 'list'
  | 'names'
  | 'pattern'
  | 'any';

/** All keywords of schemas that OpenAPI knows, of any generation. */
export const KEYWORDS: Readonly<Record<string, KeywordForm>> = {
  $ref: 'text',
  $dynamicRef: 'text',
  $id: 'text',
  $schema: 'text',
  $anchor: 'text',
  $dynamicAnchor: 'text',
  $vocabulary: 'any',
  $comment: 'text',
  $defs: 'schemas by name',
  definitions: 'schemas by name',
  type: 'any',
  format: 'text',
  title: 'text',
  description: 'text',
  default: 'any',
  example: 'any',
  examples: 'any',
  deprecated: 'flag',
  readOnly: 'flag',
  writeOnly: 'flag',
  nullable: 'flag',
  xml: 'any',
  externalDocs: 'any',
  discriminator: 'any',
  const: 'any',
  enum: 'list',
  multipleOf: 'number',
  maximum: 'number',
  minimum: 'number',
  exclusiveMaximum: 'bound',
  exclusiveMinimum: 'bound',
  maxLength: 'count',
  minLength: 'count',
  maxItems: 'count',
  minItems: 'count',
  maxProperties: 'count',
  minProperties: 'count',
  maxContains: 'count',
  minContains: 'count',
  uniqueItems: 'flag',
  pattern: 'pattern',
  required: 'names',
  properties: 'schemas by name',
  patternProperties: 'schemas by name',
  dependentSchemas: 'schemas by name',
  dependentRequired: 'any',
  additionalProperties: 'schema or flag',
  unevaluatedProperties: 'schema or flag',
  unevaluatedItems: 'schema or flag',
  propertyNames: 'schema or flag',
  items: 'schema or flag',
  additionalItems: 'schema or flag',
  contains: 'schema or flag',
  prefixItems: 'schemas',
  allOf: 'schemas',
  anyOf: 'schemas',
  oneOf: 'schemas',
  not: 'schema or flag',
  if: 'schema or flag',
  // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
  then: 'schema or flag',
  else: 'schema or flag',
  contentEncoding: 'text',
  contentMediaType: 'text',
  contentSchema: 'schema or flag',
  collectionFormat: 'text',
};

/** Lower bounds and the upper ones that must not be less. */
export const BOUNDS: readonly (readonly [string, string])[] = [
  ['minimum', 'maximum'],
  ['minLength', 'maxLength'],
  ['minItems', 'maxItems'],
  ['minProperties', 'maxProperties'],
  ['minContains', 'maxContains'],
];
