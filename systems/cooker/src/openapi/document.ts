import { z } from 'zod';

import {
  diagnosticsBody,
  errorBody,
  estimateBody,
  healthBody,
  startedBody,
  statusBody,
  stoppedBody,
} from '../http/bodies.ts';
import { ERROR_STATUS } from '../http/error-status.ts';
import type { RefusalCode } from '../refusal.ts';
import { startCookSchema } from '../safety/start-cook-schema.ts';
import { VERSION } from '../version.ts';
import { OPERATIONS, type Operation } from './operations.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const DEFAULT_URL = 'http://127.0.0.1:5000';

const BODIES = {
  StartCookResponse: startedBody,
  StatusResponse: statusBody,
  StopCookResponse: stoppedBody,
  HealthResponse: healthBody,
  DiagnosticsResponse: diagnosticsBody,
  Estimate: estimateBody,
  Error: errorBody,
};

/** The document as text: the same text for the same code, so that it can be kept in a repository. */
export function openApiText(serverUrl: string = DEFAULT_URL): string {
  return `${JSON.stringify(openApiDocument(serverUrl), null, 2)}\n`;
}

/**
 * The OpenAPI 3.1 document, made from the schemas that validate and type the gateway. It keeps the limits of
 * ChatGPT Actions: descriptions of operations ≤ 300 characters, of fields ≤ 700.
 */
export function openApiDocument(serverUrl: string = DEFAULT_URL): JsonObject {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Anova Sous Vide Control API',
      version: VERSION,
      description: 'Starts, watches and stops a sous-vide cooker. Unsafe cooks are refused.',
    },
    servers: [{ url: serverUrl }],
    tags: [{ name: 'Cooking' }, { name: 'Status' }, { name: 'Health' }],
    security: [{ bearerAuth: [] }],
    paths: paths(),
    components: {
      securitySchemes: { bearerAuth: { type: 'http', scheme: 'bearer' } },
      schemas: schemas(),
    },
  };
}

function paths(): JsonObject {
  return Object.fromEntries(
    OPERATIONS.map((operation) => [
      operation.path,
      { [operation.method]: operationObject(operation) },
    ]),
  );
}

function operationObject(operation: Operation): JsonObject {
  return {
    operationId: operation.operationId,
    tags: [operation.tag],
    summary: operation.summary,
    description: operation.description,
    'x-openai-isConsequential': operation.isConsequential,
    ...(operation.isOpen && { security: [] }),
    ...(operation.hasBody && {
      requestBody: { required: true, content: jsonContent('StartCookRequest') },
    }),
    responses: {
      '200': { description: operation.success, content: jsonContent(operation.response) },
      ...errorResponses(operation),
    },
  };
}

/** One response for each status, naming every code that can come with it. */
function errorResponses(operation: Operation): JsonObject {
  const byStatus = Map.groupBy(operation.errors, (code) => ERROR_STATUS[code]);
  return Object.fromEntries(
    [...byStatus.entries()]
      .toSorted(([one], [other]) => one - other)
      .map(([status, codes]) => [String(status), errorResponse(codes)]),
  );
}

function errorResponse(codes: readonly RefusalCode[]): JsonObject {
  return {
    description: 'Refused; `error` tells why.',
    'x-error-codes': [...codes],
    content: jsonContent('Error'),
  };
}

function jsonContent(schema: string): JsonObject {
  return { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } };
}

function schemas(): JsonObject {
  const registry = z.registry<{ id: string }>();
  registry.add(startCookSchema, { id: 'StartCookRequest' });
  for (const [id, schema] of Object.entries(BODIES)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, {
    io: 'input',
    uri: (id) => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(
    Object.entries(made.schemas)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      // What zod makes is JSON; its type only does not say so.
      .map(([id, schema]) => [id, tidy(schema as unknown as Json, id === 'StartCookRequest')]),
  );
}

/** Takes out what only a JSON Schema file needs, and says null as `nullable` below does. */
function tidy(schema: Json, isRequest: boolean): Json {
  if (Array.isArray(schema)) return schema.map((item) => tidy(item, isRequest));
  if (!isObject(schema)) return schema;
  const { anyOf, ...rest } = schema;
  const own = Object.fromEntries(
    Object.entries(rest)
      .filter(([key, value]) => !NOISE.has(key) && !isEndOfIntegers(value))
      .map(([key, value]) => [key, tidy(value, isRequest)]),
  );
  if (!Array.isArray(anyOf)) return own;
  return nullable(
    own,
    anyOf.map((choice) => tidy(choice, isRequest)),
    isRequest,
  );
}

const NOISE = new Set(['$schema', '$id', 'id']);

function isEndOfIntegers(value: Json): boolean {
  return value === Number.MAX_SAFE_INTEGER || value === Number.MIN_SAFE_INTEGER;
}

/**
 * Writes null as a second type instead of a choice, which ChatGPT Actions understand better. In a request
 * null means "left out", so it is not offered.
 */
function nullable(own: JsonObject, choices: Json[], isRequest: boolean): JsonObject {
  const [only, ...others] = choices.filter((choice) => !isNull(choice));
  if (!isObject(only) || others.length > 0) return { ...own, anyOf: choices };
  if (isRequest) return { ...only, ...own };
  if (typeof only['type'] !== 'string') return { ...own, anyOf: choices };
  const { enum: values } = only;
  const type = [only['type'], 'null'];
  return { ...only, ...own, type, ...(Array.isArray(values) && { enum: [...values, null] }) };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNull(value: Json): boolean {
  return isObject(value) && value['type'] === 'null';
}
