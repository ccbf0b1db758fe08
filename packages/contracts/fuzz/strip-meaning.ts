import { KEYWORDS } from '../src/lint/keywords.ts';

/** What is said for people and never compared. */
const ANNOTATIONS = new Set([
  'description',
  'summary',
  'title',
  'example',
  'examples',
  'externalDocs',
  '$comment',
  'info',
  'tags',
  'servers',
  'xml',
  'links',
  'host',
  'schemes',
  'bearerFormat',
  'format-comment',
]);
/** Mappings whose keys are names, not words of the standard. */
const NAMED = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
  'definitions',
  'paths',
  'webhooks',
  'responses',
  'headers',
  'content',
  'callbacks',
  'schemas',
  'parameters',
  'requestBodies',
  'securitySchemes',
  'securityDefinitions',
  'pathItems',
  'encoding',
  'mapping',
  'dependentRequired',
  'scopes',
  'variables',
]);
/** Lists in which the order means nothing. */
const SETS = new Set([
  'required',
  'enum',
  'type',
  'oneOf',
  'anyOf',
  'allOf',
  'parameters',
  'security',
  'consumes',
  'produces',
]);
/** Values that say the same as nothing at all. */
const DEFAULTS: Readonly<Record<string, readonly unknown[]>> = {
  required: [false, []],
  deprecated: [false],
  nullable: [false],
  readOnly: [false],
  writeOnly: [false],
  uniqueItems: [false],
  allowReserved: [false],
  allowEmptyValue: [false, true],
  additionalProperties: [true, {}],
  unevaluatedProperties: [true, {}],
  unevaluatedItems: [true, {}],
  items: [true, {}],
  minLength: [0],
  minItems: [0],
  minProperties: [0],
  security: [],
  properties: [{}],
  patternProperties: [{}],
  parameters: [[]],
  callbacks: [{}],
  headers: [{}],
  content: [{}],
  allOf: [[]],
  default: [null],
  consumes: [[], ['"application/json"']],
  produces: [[], ['"application/json"']],
};

/** A document without all that means nothing to whoever calls the API; two that are equal then are the same API. */
export function stripMeaningless(root: unknown): string {
  const used = reachable(root);
  const text = JSON.stringify(strip(withoutUnused(root, used), '', false));
  // What a version of the specification reads otherwise shows by itself.
  return text.replace(/"openapi":"3[^"]*"/, '"openapi":"3"');
}

function strip(value: unknown, key: string, isSchema: boolean, isSet = false): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => strip(item, '', isSchema && SCHEMA_LISTS.has(key)));
    if (!SETS.has(key) && !isSet) return items;
    const texts = items.map((item) => JSON.stringify(item));
    return [
      ...new Set(MEDIA.has(key) ? texts.map((text) => text.toLowerCase()) : texts),
    ].toSorted();
  }
  if (typeof value !== 'object' || value === null) return value;
  const isNames = NAMED.has(key);
  const entries = Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
    if (isNames) {
      if (EXTENSIBLE.has(key) && name.startsWith('x-')) return [];
      // A callback without an address calls nobody.
      if (key === 'callbacks' && JSON.stringify(inner) === '{}') return [];
      const isSetOfNames = key === 'dependentRequired';
      return [[foldName(key, name), strip(inner, '', SCHEMA_NAMES.has(key), isSetOfNames)]];
    }
    if (isMute(name, value, isSchema)) return [];
    const stripped = DATA.has(name) ? inner : strip(inner, name, leadsToSchema(name, isSchema));
    return isDefault(name, stripped, value) ? [] : [[name, stripped]];
  });
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** Mappings of names in which an extension may stand. */
const EXTENSIBLE = new Set(['paths', 'responses', 'callbacks']);
const MEDIA = new Set(['consumes', 'produces']);

/** Names of headers and media types have no case. */
function foldName(key: string, name: string): string {
  return key === 'content' || key === 'headers' ? name.trim().toLowerCase() : name;
}

const SCHEMA_NAMES = new Set([
  'properties',
  'patternProperties',
  'dependentSchemas',
  '$defs',
  'definitions',
  'schemas',
]);
const SCHEMA_LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);

function leadsToSchema(name: string, isSchema: boolean): boolean {
  return name === 'schema' || (isSchema && (KEYWORDS[name] ?? '').startsWith('schema'));
}

const PATH_ITEM = /^(?:get|put|post|delete|parameters)$/;
const COMPONENT = /\/(?:parameters|responses|headers|requestBodies)\//;

/** Beside the reference of a path item its operations count; beside others, nothing does. */
function isBesideReference(name: string, owner: object): boolean {
  const reference: unknown = Reflect.get(owner, '$ref');
  if (typeof reference !== 'string' || name === '$ref') return false;
  return !PATH_ITEM.test(name) || COMPONENT.test(reference);
}

/** What is said for people, names nobody uses, and words that mean nothing where they stand. */
function isMute(name: string, owner: object, isSchema: boolean): boolean {
  if (ANNOTATIONS.has(name) || name.startsWith('x-') || name === 'operationId') return true;
  // Of a body of Swagger 2.0 not even the name is ever sent.
  if (Reflect.get(owner, 'in') === 'body') return !['in', 'schema', 'required'].includes(name);
  // A parameter of Swagger 2.0 is its own schema.
  if (name === 'schema' && 'in' in owner && 'type' in owner) return true;
  if (typeof Reflect.get(owner, 'propertyName') === 'string')
    return !['propertyName', 'mapping'].includes(name);
  if (!isSchema) return isBesideReference(name, owner);
  return (
    !Object.hasOwn(KEYWORDS, name) || name === '$id' || name === '$anchor' || name === '$schema'
  );
}

function isDefault(name: string, value: unknown, owner: object): boolean {
  const text = JSON.stringify(value);
  const same = Object.hasOwn(DEFAULTS, name) ? (DEFAULTS[name] ?? []) : [];
  if (same.some((one) => JSON.stringify(one) === text)) return true;
  const style = ['query', 'cookie'].includes(String(Reflect.get(owner, 'in'))) ? 'form' : 'simple';
  if (name === 'style' && 'in' in owner) return value === style;
  return name === 'explode' && 'in' in owner && value === (style === 'form');
}

const DATA = new Set(['default', 'const']);

/** Pointers of all references that are reached from what is called. */
function reachable(root: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  if (!isObject(root)) return found;
  const open: unknown[] = Object.entries(root).flatMap(([key, value]) =>
    COMPONENTS.has(key) ? [] : [value],
  );
  for (const value of open) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'object') open.push(inner);
      if (typeof inner !== 'string' || !inner.startsWith('#') || found.has(inner) || key === '')
        continue;
      found.add(inner);
      open.push(inner.startsWith('#/') ? at(root, inner) : root);
    }
  }
  return found;
}

const COMPONENTS = new Set(['components', 'definitions', 'parameters', 'responses']);

function withoutUnused(root: unknown, used: ReadonlySet<string>): unknown {
  if (!isObject(root)) return root;
  const keep = (way: string, group: unknown): unknown =>
    isObject(group)
      ? Object.fromEntries(
          Object.entries(group).filter(([name]) =>
            [...used].some(
              (one) => `${one}/`.startsWith(`${way}/${name}/`) || !one.startsWith('#/'),
            ),
          ),
        )
      : group;
  return Object.fromEntries(
    Object.entries(root).map(([key, value]) => {
      if (key === 'components' && isObject(value)) {
        return [
          key,
          Object.fromEntries(
            Object.entries(value).map(([kind, group]) => [
              kind,
              kind === 'securitySchemes' ? group : keep(`#/components/${kind}`, group),
            ]),
          ),
        ];
      }
      return [key, COMPONENTS.has(key) ? keep(`#/${key}`, value) : value];
    }),
  );
}

function at(root: unknown, pointer: string): unknown {
  let value = root;
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    value =
      typeof value === 'object' && value !== null
        ? (value as Record<string, unknown>)[key]
        : undefined;
  }
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
