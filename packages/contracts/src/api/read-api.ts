import type { ContractDocument, Place } from '../document/place.ts';
import { child, isObject, members, rootOf } from '../document/place.ts';
import type { References } from '../document/references.ts';
import { MAX_CHAIN, referenceOf } from '../document/references.ts';
import type { Api, ApiOperation, ApiPath, Section } from './api.ts';
import { METHODS } from './api.ts';
import { readOperationParts } from './read-operation.ts';
import { readSecurity } from './read-security.ts';
import { readSwaggerParts } from './read-swagger.ts';

/** Reads the operations of a document; references are followed, broken ones are kept in `references.broken`. */
export function readApi(document: ContractDocument, references: References): Api {
  const place = rootOf(document);
  const isSwagger = textAt(place, 'swagger') !== '';
  const reader = new ApiReader(references, isSwagger);
  const components = isSwagger ? place : child(place, 'components');
  return {
    document,
    place,
    specification: textAt(place, isSwagger ? 'swagger' : 'openapi'),
    version: textAt(child(place, 'info'), 'version'),
    paths: reader.paths(child(place, 'paths'), 'paths'),
    webhooks: reader.paths(child(place, 'webhooks'), 'webhooks'),
    security: readSecurity(child(place, 'security')) ?? [],
    securitySchemes: byName(
      child(components, isSwagger ? 'securityDefinitions' : 'securitySchemes'),
      references,
    ),
    schemas: byName(child(components, isSwagger ? 'definitions' : 'schemas'), references),
  };
}

class ApiReader {
  readonly #references: References;
  readonly #isSwagger: boolean;
  readonly #underWay = new Set<unknown>();

  constructor(references: References, isSwagger: boolean) {
    this.#references = references;
    this.#isSwagger = isSwagger;
  }

  paths(place: Place, section: Section): Map<string, ApiPath> {
    const found = new Map<string, ApiPath>();
    for (const item of members(place)) {
      // Of webhooks any name will do, also one that looks like an extension.
      if (section !== 'webhooks' && item.key.startsWith('x-')) continue;
      found.set(item.key, this.path(item, section));
    }
    return found;
  }

  path(written: Place, section: Section): ApiPath {
    const operations = new Map<string, ApiOperation>();
    const items = this.#pathItems(written);
    const [whole] = items;
    // A callback may lead back to the path that calls it, which is being read already.
    if (whole === undefined || this.#underWay.has(whole.value))
      return { path: written.key, place: written, operations };
    this.#underWay.add(whole.value);
    const parameters = items.map((item) => child(item, 'parameters'));
    for (const item of items) {
      for (const operation of operationsIn(item)) {
        const { key } = operation;
        const method = item.value === operation.parent?.value ? key.toUpperCase() : key;
        if (!isObject(operation.value)) continue;
        const where = { method, path: written.key, section };
        operations.set(method, this.#operation(operation, parameters, where));
      }
    }
    this.#underWay.delete(whole.value);
    return { path: written.key, place: written, operations };
  }

  /** What a path item refers to, and then itself: what it says beside its reference wins. */
  #pathItems(written: Place): Place[] {
    const referred: Place[] = [];
    let at: Place | undefined = written;
    while (at !== undefined && referenceOf(at) !== undefined && referred.length < MAX_CHAIN) {
      referred.unshift(at);
      at = this.#references.follow(at);
    }
    if (at === undefined) return referred;
    if (referenceOf(at) === undefined) return [at, ...referred];
    this.#references.break(written, 'the reference leads back to itself');
    return [written];
  }

  #operation(
    place: Place,
    shared: readonly Place[],
    where: Pick<ApiOperation, 'method' | 'path' | 'section'>,
  ): ApiOperation {
    const read = this.#isSwagger ? readSwaggerParts : readOperationParts;
    const callbacks = new Map<string, ApiPath>();
    for (const written of members(child(place, 'callbacks'))) {
      const callback = this.#references.resolve(written) ?? written;
      for (const [expression, path] of this.paths(callback, 'callbacks')) {
        callbacks.set(`${written.key}:${expression}`, path);
      }
    }
    return {
      ...where,
      place,
      fields: isObject(place.value) ? place.value : {},
      ...read(place, shared, this.#references),
      security: readSecurity(child(place, 'security')),
      callbacks,
    };
  }
}

function operationsIn(item: Place): Place[] {
  return [
    ...METHODS.map((method) => child(item, method)),
    ...members(child(item, 'additionalOperations')),
  ];
}

function byName(place: Place, references: References): Map<string, Place> {
  return new Map(members(place).map((one) => [one.key, references.resolve(one) ?? one]));
}

function textAt(place: Place, key: string): string {
  const { value } = child(place, key);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
