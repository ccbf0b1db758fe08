import type { Place } from '../document/place.ts';
import { child, isObject, items, members } from '../document/place.ts';
import type { References } from '../document/references.ts';
import type {
  ApiBody,
  ApiHeader,
  ApiMedia,
  ApiOperation,
  ApiParameter,
  ApiResponse,
} from './api.ts';

/** The parts of an operation that each generation writes in its own way. */
export type OperationParts = Pick<ApiOperation, 'parameters' | 'body' | 'responses'>;

/** Reads parameters, body and responses as OpenAPI 3.x writes them. */
export function readOperationParts(
  place: Place,
  shared: readonly Place[],
  references: References,
): OperationParts {
  return {
    parameters: readParameters(place, shared, references),
    body: readBody(child(place, 'requestBody'), references),
    responses: readResponses(child(place, 'responses'), references),
  };
}

/** The name under which a parameter is found again: names are unique within a location, header names have no case. */
export function parameterKey(location: string, name: string): string {
  return `${location} ${location === 'header' ? name.toLowerCase() : name}`;
}

function readParameters(
  place: Place,
  shared: readonly Place[],
  references: References,
): Map<string, ApiParameter> {
  const found = new Map<string, ApiParameter>();
  for (const list of [...shared, child(place, 'parameters')]) {
    const isShared = shared.includes(list);
    for (const item of items(list)) {
      const parameter = readParameter(references.resolve(item) ?? item, isShared);
      if (parameter !== undefined) {
        found.set(parameterKey(parameter.in, parameter.name), parameter);
      }
    }
  }
  return found;
}

function readParameter(place: Place, isShared: boolean): ApiParameter | undefined {
  const fields = place.value;
  if (!isObject(fields)) return undefined;
  const { name, in: location } = fields;
  if (typeof name !== 'string' || typeof location !== 'string') return undefined;
  const schema = child(place, 'schema');
  return {
    name,
    in: location,
    required: fields['required'] === true,
    place,
    fields,
    isShared,
    schema: schema.value === undefined ? undefined : schema,
    content: readContent(child(place, 'content')),
  };
}

function readBody(written: Place, references: References): ApiBody | undefined {
  if (!isObject(written.value)) return undefined;
  const place = references.resolve(written) ?? written;
  const fields = isObject(place.value) ? place.value : {};
  return {
    place,
    required: fields['required'] === true,
    content: readContent(child(place, 'content')),
  };
}

/** Reads `content`: a schema by media type. */
export function readContent(place: Place): ApiMedia[] {
  return members(place).map((media) => {
    const [schema, itemSchema] = ['schema', 'itemSchema'].map((keyword) => {
      const written = child(media, keyword);
      return written.value === undefined ? undefined : written;
    });
    return { mediaType: media.key, place: media, schema, itemSchema };
  });
}

function readResponses(place: Place, references: References): Map<string, ApiResponse> {
  const found = new Map<string, ApiResponse>();
  for (const written of members(place)) {
    if (written.key.startsWith('x-')) continue;
    const response = references.resolve(written) ?? written;
    found.set(written.key, {
      status: written.key,
      place: response,
      headers: readHeaders(child(response, 'headers'), references),
      content: readContent(child(response, 'content')),
    });
  }
  return found;
}

function readHeaders(place: Place, references: References): Map<string, ApiHeader> {
  const found = new Map<string, ApiHeader>();
  for (const written of members(place)) {
    const header = references.resolve(written) ?? written;
    const fields = isObject(header.value) ? header.value : {};
    const schema = child(header, 'schema');
    found.set(written.key.toLowerCase(), {
      name: written.key,
      place: header,
      required: fields['required'] === true,
      fields,
      schema: schema.value === undefined ? undefined : schema,
    });
  }
  return found;
}
