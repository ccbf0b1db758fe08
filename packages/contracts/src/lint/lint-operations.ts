import type { Api, ApiOperation, ApiPath } from '../api/api.ts';
import { pathVariables } from '../diff/match-paths.ts';
import { hasModernSchemas } from '../document/generation.ts';
import type { Place } from '../document/place.ts';
import { child, isObject, items, members } from '../document/place.ts';
import { quote } from '../document/quote.ts';
import type { References } from '../document/references.ts';
import type { Remark } from '../document/remark.ts';
import { textOf } from '../schema/schema-reader.ts';
import { didYouMean } from './did-you-mean.ts';

/** Checks paths and operations: what has to be unique, what paths and parameters say of each other, statuses. */
export function lintOperations(api: Api, references: References): Remark[] {
  const operations = operationsOf(api);
  return [
    ...[...api.paths.values()].flatMap(lintPath),
    ...lintOperationIds(operations),
    ...operations.flatMap((operation) => [
      ...lintParameters(operation, references),
      ...lintResponses(operation, api),
      ...lintSecurity(operation.place, api),
    ]),
    ...lintSecurity(api.place, api),
  ];
}

function operationsOf({ paths, webhooks }: Api): ApiOperation[] {
  const inside = (path: ApiPath): ApiOperation[] =>
    [...path.operations.values()].flatMap((operation) => [
      operation,
      ...[...operation.callbacks.values()].flatMap(inside),
    ]);
  return [...paths.values(), ...webhooks.values()].flatMap(inside);
}

function lintPath({ path, place, operations }: ApiPath): Remark[] {
  const remarks: Remark[] = [];
  const tell = (message: string, hint?: string): void => {
    remarks.push({ code: 'CONTRACT_PATH', severity: 'error', place, message, hint });
  };
  if (!path.startsWith('/')) tell(`the path ${quote(path)} does not begin with a slash`);
  const variables = pathVariables(path);
  for (const name of new Set(variables.filter((one, at) => variables.indexOf(one) !== at)))
    tell(`the variable {${name}} stands twice in ${path}`);
  if (/[{}]/.test(path.replaceAll(/\{[^{}]*\}/g, ''))) tell(`a brace of ${path} has no partner`);
  for (const operation of operations.values()) {
    remarks.push(...lintVariables(operation, variables));
  }
  return remarks;
}

/** Each variable of a path has to be declared as a parameter, and the other way round. */
function lintVariables(operation: ApiOperation, variables: readonly string[]): Remark[] {
  const { method, path, place } = operation;
  const declared = [...operation.parameters.values()].filter((one) => one.in === 'path');
  const names = declared.map(({ name }) => name);
  const code = 'CONTRACT_PATH_VARIABLE';
  const undeclared = [...new Set(variables)]
    .filter((name) => !names.includes(name))
    .map((name): Remark => ({
      code,
      severity: 'error',
      place,
      message: `${method} ${path} does not declare the variable {${name}}`,
      hint: meant(name, names) ?? `add a parameter with "in: path" and "name: ${name}"`,
    }));
  const unused = declared
    .filter(({ name }) => !variables.includes(name))
    .map(({ name, place: at }): Remark => ({
      code,
      severity: 'error',
      place: at,
      message: `there is no variable {${name}} in ${path}`,
      hint: meant(name, variables),
    }));
  const optional = declared
    .filter(({ required }) => !required)
    .map(({ name, place: at }): Remark => ({
      code,
      severity: 'error',
      place: at,
      message: `the path parameter ${quote(name)} has to say "required: true"`,
    }));
  return [...undeclared, ...unused, ...optional];
}

function meant(name: string, others: readonly string[]): string | undefined {
  const near = didYouMean(name, others);
  return near === undefined ? undefined : `did you mean ${quote(near)}?`;
}

function lintOperationIds(operations: readonly ApiOperation[]): Remark[] {
  const first = new Map<string, ApiOperation>();
  return operations.flatMap((operation): Remark[] => {
    const id = textOf(operation.fields, 'operationId');
    const known = first.get(id);
    if (id === '') return [];
    if (known === undefined) {
      first.set(id, operation);
      return [];
    }
    // A path item that several paths refer to is one place.
    if (known.place.value === operation.place.value) return [];
    const message = `the operationId ${quote(id)} belongs to ${known.method} ${known.path} already`;
    const place = child(operation.place, 'operationId');
    return [{ code: 'CONTRACT_OPERATION_ID', severity: 'error', place, message }];
  });
}

/** Within one list, a parameter may stand once. */
function lintParameters({ place }: ApiOperation, references: References): Remark[] {
  const seen = new Set<string>();
  return items(child(place, 'parameters')).flatMap((written): Remark[] => {
    const parameter = references.resolve(written) ?? written;
    const [name, location] = [child(parameter, 'name').value, child(parameter, 'in').value];
    if (typeof name !== 'string' || typeof location !== 'string') return [];
    const key = `${location} ${name}`;
    const isKnown = seen.has(key);
    seen.add(key);
    if (!isKnown) return [];
    const message = `the ${location} parameter ${quote(name)} stands here a second time`;
    return [{ code: 'CONTRACT_PARAMETER', severity: 'error', place: written, message }];
  });
}

const STATUS = /^(?:[1-5](?:\d\d|XX)|default)$/;

function lintResponses(operation: ApiOperation, { document }: Api): Remark[] {
  const { method, path, place, responses } = operation;
  const code = 'CONTRACT_RESPONSE';
  const isMissing = child(place, 'responses').value === undefined;
  if (isMissing && !hasModernSchemas(document)) {
    const message = `${method} ${path} has no responses`;
    return [{ code, severity: 'error', place, message }];
  }
  return [...responses.keys()]
    .filter((status) => !STATUS.test(status))
    .map((status): Remark => ({
      code,
      severity: 'error',
      place: child(child(place, 'responses'), status) satisfies Place,
      message: `${quote(status)} is no status`,
      expected: '100 to 599, 1XX to 5XX, or default',
      hint: meant(status, ['default']),
    }));
}

/** A requirement names schemes that are declared, each with a list of scopes. */
function lintSecurity(owner: Place, { securitySchemes }: Api): Remark[] {
  const code = 'CONTRACT_SECURITY';
  return items(child(owner, 'security')).flatMap((requirement): Remark[] => {
    if (!isObject(requirement.value)) {
      const message = 'a security requirement is a mapping of schemes to scopes';
      return [{ code, severity: 'error', place: requirement, message }];
    }
    return members(requirement).flatMap((scheme): Remark[] => {
      const place = scheme;
      const isKnown = securitySchemes.has(scheme.key);
      // Since 3.2 a scheme may also be named by its address.
      if (!isKnown && !/[/#]/.test(scheme.key)) {
        const message = `no security scheme is called ${quote(scheme.key)}`;
        const hint = meant(scheme.key, [...securitySchemes.keys()]);
        return [{ code, severity: 'error', place, message, hint }];
      }
      if (Array.isArray(scheme.value)) return [];
      const message = `the scopes of ${quote(scheme.key)} are no list`;
      return [{ code, severity: 'error', place, message }];
    });
  });
}
