import type { ApiParameter } from '../api/api.ts';
import { parameterKey } from '../api/read-operation.ts';
import type { Place } from '../document/place.ts';
import { anything } from '../schema/schema-reader.ts';
import { becameList } from './became-list.ts';
import type { ChangeCollector } from './change-collector.ts';
import type { Told } from './change.ts';
import { compareParameterFields } from './compare-parameter-fields.ts';
import type { Comparison } from './comparison.ts';
import type { OperationPair } from './comparison.ts';
import { emitSchema } from './emit-schema.ts';
import { sunsetOf, todayMs } from './lifecycle.ts';
import { pathVariables } from './match-paths.ts';
import type { SchemaUse } from './schema-use.ts';
import { directionOf, isJson } from './schema-use.ts';

/** Two versions of one parameter. */
export interface ParameterPair {
  readonly base: ApiParameter;
  readonly revision: ApiParameter;
}

/** Compares the parameters of two operations, those of their path items included. */
export function compareParameters(pair: OperationPair, comparison: Comparison): void {
  const { base, revision } = pair;
  const renamed = renamedVariables(base.path, revision.path);
  const matched = new Set<string>();
  for (const parameter of base.parameters.values()) {
    const name =
      parameter.in === 'path' ? (renamed.get(parameter.name) ?? parameter.name) : parameter.name;
    const key = parameterKey(parameter.in, name);
    const other = revision.parameters.get(key);
    if (other === undefined) tellRemoved(parameter, pair, comparison.collector);
    else {
      matched.add(key);
      compareParameter({ base: parameter, revision: other }, pair, comparison);
    }
  }
  for (const [key, parameter] of revision.parameters) {
    if (!matched.has(key)) tellAdded(parameter, pair, comparison.collector);
  }
}

/** Names of path variables by the names that stand at the same places in the other version. */
function renamedVariables(base: string, revision: string): ReadonlyMap<string, string> {
  const others = pathVariables(revision);
  return new Map(pathVariables(base).map((name, index) => [name, others[index] ?? name]));
}

function tellRemoved(
  parameter: ApiParameter,
  { revision }: OperationPair,
  collector: ChangeCollector,
): void {
  collector.add(revision, {
    id: removedId(parameter, collector),
    direction: 'request',
    where: whereOf(parameter),
    base: parameter.place,
    from: parameter.name,
  });
}

function removedId({ fields }: ApiParameter, { options }: ChangeCollector): string {
  if (fields['deprecated'] !== true) return 'request-parameter-removed';
  const sunset = sunsetOf(fields);
  if (sunset.kind === 'invalid') return 'request-parameter-sunset-parse';
  const isEarly = sunset.kind === 'day' && todayMs(options) < sunset.ms;
  return `request-parameter-removed-${isEarly ? 'before-sunset' : 'with-deprecation'}`;
}

function tellAdded(
  parameter: ApiParameter,
  { revision }: OperationPair,
  collector: ChangeCollector,
): void {
  collector.add(revision, {
    id: addedId(parameter),
    direction: 'request',
    where: whereOf(parameter),
    revision: parameter.place,
    to: parameter.name,
  });
}

function addedId({ in: location, required, isShared }: ApiParameter): string {
  if (location === 'path') return 'new-request-path-parameter';
  const need = required ? 'required' : 'optional';
  return isShared
    ? `new-${need}-request-default-parameter-to-existing-path`
    : `new-${need}-request-parameter`;
}

export function whereOf({ in: location, name }: ApiParameter): string {
  return `${location} parameter ${name}`;
}

function compareParameter(
  parameters: ParameterPair,
  pair: OperationPair,
  comparison: Comparison,
): void {
  const { collector } = comparison;
  const tell = (told: Told): void => {
    const { base, revision } = parameters;
    const places = { base: base.place, revision: revision.place, where: whereOf(revision) };
    collector.add(pair.revision, { direction: 'request', ...places, ...told });
  };
  compareParameterFields(parameters, { tell, options: collector.options });
  compareSchemas(parameters, pair, comparison);
}

/** Both schemas, where one has none that of anything; undefined where `content` or nothing takes their place. */
function schemasOf(base: ApiParameter, revision: ApiParameter): (Place | undefined)[] {
  const isSchemaless = base.schema === undefined && revision.schema === undefined;
  if (isSchemaless || base.content.length + revision.content.length > 0)
    return [base.schema, revision.schema];
  return [base.schema ?? anything(base.place), revision.schema ?? anything(revision.place)];
}

function compareSchemas(
  { base, revision }: ParameterPair,
  pair: OperationPair,
  { schemas, collector }: Comparison,
): void {
  const [one, other] = schemasOf(base, revision);
  if (one !== undefined && other !== undefined) {
    const isWidenedToList = becameList({ base, revision }, schemas);
    const use = { ...useOf({ base, revision }, pair, false), isWidenedToList };
    const delta = schemas.compare(one, other);
    const tell = (told: Told): void => collector.add(pair.revision, told);
    emitSchema(delta, { use, operation: pair.revision, options: collector.options, tell });
  }
  for (const media of base.content) {
    const counterpart = revision.content.find(({ mediaType }) => mediaType === media.mediaType);
    if (media.schema === undefined || counterpart?.schema === undefined) continue;
    const use = useOf({ base, revision }, pair, isJson(media.mediaType));
    const tell = (told: Told): void => collector.add(pair.revision, told);
    const delta = schemas.compare(media.schema, counterpart.schema);
    emitSchema(delta, { use, operation: pair.revision, options: collector.options, tell });
  }
}

function useOf(
  { base, revision }: ParameterPair,
  pair: OperationPair,
  isStronglyTyped: boolean,
): SchemaUse {
  const direction = directionOf(pair.revision, 'request');
  return {
    kind: 'request-parameter',
    direction,
    isReversed: direction !== 'request',
    isStronglyTyped,
    where: whereOf(revision),
    location: revision.in,
    isOptional: !base.required && !revision.required,
  };
}
