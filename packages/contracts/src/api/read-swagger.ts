import type { JsonObject, Place } from '../document/place.ts';
import { child, isObject, items, members } from '../document/place.ts';
import type { References } from '../document/references.ts';
import type { ApiBody, ApiHeader, ApiMedia, ApiParameter, ApiResponse } from './api.ts';
import type { OperationParts } from './read-operation.ts';
import { parameterKey } from './read-operation.ts';

const DEFAULT_MEDIA_TYPES = ['application/json'];
const FORM_MEDIA_TYPE = 'application/x-www-form-urlencoded';
const FILE_MEDIA_TYPE = 'multipart/form-data';

/**
 * Reads parameters, body and responses as Swagger 2.0 writes them, in the words of OpenAPI 3: the body is a parameter
 * there, a form is many, and a parameter is its own schema.
 */
export function readSwaggerParts(
  place: Place,
  shared: readonly Place[],
  references: References,
): OperationParts {
  const written = readWritten(place, shared, references);
  const parameters = written.filter(({ location }) => !['body', 'formData'].includes(location));
  return {
    parameters: new Map(
      parameters.map((one) => [parameterKey(one.location, one.name), toParameter(one)]),
    ),
    body: readBody(place, written, references),
    responses: readResponses(place, references),
  };
}

interface WrittenParameter {
  readonly name: string;
  readonly location: string;
  readonly place: Place;
  readonly fields: JsonObject;
  readonly isShared: boolean;
}

function readWritten(
  place: Place,
  shared: readonly Place[],
  references: References,
): WrittenParameter[] {
  const found = new Map<string, WrittenParameter>();
  for (const list of [...shared, child(place, 'parameters')]) {
    const isShared = shared.includes(list);
    for (const item of items(list)) {
      const at = references.resolve(item) ?? item;
      if (!isObject(at.value)) continue;
      const { name, in: location } = at.value;
      if (typeof name !== 'string' || typeof location !== 'string') continue;
      found.set(parameterKey(location, name), {
        name,
        location,
        place: at,
        fields: at.value,
        isShared,
      });
    }
  }
  return [...found.values()];
}

function toParameter({ name, location, place, fields, isShared }: WrittenParameter): ApiParameter {
  return {
    name,
    in: location,
    required: fields['required'] === true,
    place,
    fields,
    isShared,
    schema: place,
    content: [],
  };
}

function readBody(
  place: Place,
  written: readonly WrittenParameter[],
  references: References,
): ApiBody | undefined {
  const body = written.find(({ location }) => location === 'body');
  if (body !== undefined) {
    const schema = child(body.place, 'schema');
    return {
      place: body.place,
      required: body.fields['required'] === true,
      content: mediaTypes(place, 'consumes', references).map((mediaType) => ({
        mediaType,
        place: body.place,
        schema: schema.value === undefined ? undefined : schema,
      })),
    };
  }
  const form = written.filter(({ location }) => location === 'formData');
  return form.length === 0 ? undefined : formBody(place, form, references);
}

function formBody(
  place: Place,
  form: readonly WrittenParameter[],
  references: References,
): ApiBody {
  const required = form.filter(({ fields }) => fields['required'] === true);
  const value = {
    type: 'object',
    properties: Object.fromEntries(form.map(({ name, fields }) => [name, fields])),
    required: required.map(({ name }) => name),
  };
  const schema: Place = {
    document: place.document,
    value,
    parent: child(place, 'parameters'),
    key: 'schema',
  };
  const hasFile = form.some(({ fields }) => fields['type'] === 'file');
  const fallback = [hasFile ? FILE_MEDIA_TYPE : FORM_MEDIA_TYPE];
  return {
    place,
    required: required.length > 0,
    content: mediaTypes(place, 'consumes', references, fallback).map((mediaType) => ({
      mediaType,
      place,
      schema,
    })),
  };
}

function readResponses(place: Place, references: References): Map<string, ApiResponse> {
  const found = new Map<string, ApiResponse>();
  for (const written of members(child(place, 'responses'))) {
    if (written.key.startsWith('x-')) continue;
    const response = references.resolve(written) ?? written;
    const schema = child(response, 'schema');
    const content: ApiMedia[] =
      schema.value === undefined
        ? []
        : mediaTypes(place, 'produces', references).map((mediaType) => ({
            mediaType,
            place: response,
            schema,
          }));
    const headers = new Map(
      members(child(response, 'headers')).map((header): [string, ApiHeader] => [
        header.key.toLowerCase(),
        toHeader(header),
      ]),
    );
    found.set(written.key, { status: written.key, place: response, headers, content });
  }
  return found;
}

function toHeader(place: Place): ApiHeader {
  const fields = isObject(place.value) ? place.value : {};
  return { name: place.key, place, required: false, fields, schema: place };
}

/** `consumes` or `produces` of the operation, else those of the document, else JSON. */
function mediaTypes(
  place: Place,
  keyword: string,
  { root }: References,
  fallback: readonly string[] = DEFAULT_MEDIA_TYPES,
): readonly string[] {
  const own = child(place, keyword).value;
  const shared = isObject(root.root) ? root.root[keyword] : undefined;
  const listed = [own, shared].find((list) => Array.isArray(list) && list.length > 0);
  return Array.isArray(listed) ? listed.map(String) : fallback;
}
