import type { ContractDocument } from '../document/place.ts';
import { isObject } from '../document/place.ts';

/** How a member of a description is written. */
export interface FieldShape {
  readonly form: 'one' | 'list' | 'map' | 'text' | 'flag' | 'any';
  /** What stands there, or in each item or member of what stands there. */
  readonly kind: string | undefined;
  readonly isRequired: boolean;
}

/** The fields of one kind of object. */
export type Shape = ReadonlyMap<string, FieldShape>;

/**
 * The objects of a description and their fields: `name:type`, with `!` for what the standard requires, `{kind}` for a
 * mapping of such objects and `[kind]` for a list of them.
 */
const THREE: Readonly<Record<string, string>> = {
  root: 'openapi:any! $self:text info:info! jsonSchemaDialect:text servers:[server] paths:{pathItem} webhooks:{pathItem} components:components security:[any] tags:[tag] externalDocs:any',
  info: 'title:text! summary:text description:text termsOfService:text contact:any license:license version:text!',
  license: 'name:text! identifier:text url:text',
  server: 'url:text! description:text name:text variables:any',
  tag: 'name:text! summary:text description:text externalDocs:any parent:text kind:text',
  components:
    'schemas:{schema} responses:{response} parameters:{parameter} examples:any requestBodies:{body} headers:{header} securitySchemes:{scheme} links:any callbacks:{callback} pathItems:{pathItem} mediaTypes:{media}',
  pathItem:
    '$ref:text summary:text description:text get:operation put:operation post:operation delete:operation options:operation head:operation patch:operation trace:operation query:operation additionalOperations:{operation} servers:[server] parameters:[parameter]',
  operation:
    'tags:[any] summary:text description:text externalDocs:any operationId:text parameters:[parameter] requestBody:body responses:{response} callbacks:{callback} deprecated:flag security:[any] servers:[server]',
  parameter:
    'name:text! in:text! description:text required:flag deprecated:flag allowEmptyValue:flag style:text explode:flag allowReserved:flag schema:schema content:{media} example:any examples:any',
  header:
    'description:text required:flag deprecated:flag allowEmptyValue:flag style:text explode:flag allowReserved:flag schema:schema content:{media} example:any examples:any',
  body: 'description:text content:{media}! required:flag',
  media:
    'description:text schema:schema itemSchema:schema example:any examples:any encoding:{encoding} prefixEncoding:[encoding] itemEncoding:encoding',
  encoding:
    'contentType:text headers:{header} style:text explode:flag allowReserved:flag encoding:{encoding} prefixEncoding:[encoding] itemEncoding:encoding',
  response: 'summary:text description:text headers:{header} content:{media} links:any',
  scheme:
    'type:text! description:text name:text in:text scheme:text bearerFormat:text flows:any openIdConnectUrl:text oauth2MetadataUrl:text deprecated:flag',
};

const TWO: Readonly<Record<string, string>> = {
  root: 'swagger:any! info:info! host:text basePath:text schemes:[any] consumes:[any] produces:[any] paths:{pathItem}! definitions:{schema} parameters:{parameter} responses:{response} securityDefinitions:{scheme} security:[any] tags:[tag] externalDocs:any',
  info: 'title:text! description:text termsOfService:text contact:any license:license version:text!',
  license: 'name:text! url:text',
  tag: 'name:text! description:text externalDocs:any',
  pathItem:
    '$ref:text get:operation put:operation post:operation delete:operation options:operation head:operation patch:operation parameters:[parameter]',
  operation:
    'tags:[any] summary:text description:text externalDocs:any operationId:text consumes:[any] produces:[any] parameters:[parameter] responses:{response}! schemes:[any] deprecated:flag security:[any]',
  parameter:
    'name:text! in:text! description:text required:flag allowEmptyValue:flag schema:schema type:any format:text items:schema collectionFormat:text default:any maximum:any exclusiveMaximum:any minimum:any exclusiveMinimum:any maxLength:any minLength:any pattern:any maxItems:any minItems:any uniqueItems:any enum:[any] multipleOf:any',
  response: 'description:text schema:schema headers:{schema} examples:any',
  scheme:
    'type:text! description:text name:text in:text flow:text authorizationUrl:text tokenUrl:text scopes:any',
};

const SHAPES = { two: parseAll(TWO), three: parseAll(THREE) };

/** The shapes of the generation that a document is written in; a schema and a callback have rules of their own. */
export function shapesOf({ root }: ContractDocument): ReadonlyMap<string, Shape> {
  return isObject(root) && 'swagger' in root ? SHAPES.two : SHAPES.three;
}

function parseAll(written: Readonly<Record<string, string>>): ReadonlyMap<string, Shape> {
  return new Map(Object.entries(written).map(([kind, fields]) => [kind, parse(fields)]));
}

function parse(fields: string): Shape {
  return new Map(
    fields.split(' ').map((field) => {
      const [name = '', type = ''] = field.split(':');
      return [name, parseType(type.replace('!', ''), type.endsWith('!'))];
    }),
  );
}

function parseType(type: string, isRequired: boolean): FieldShape {
  const kind = type.replaceAll(/[[\]{}]/g, '');
  if (type.startsWith('[')) return { form: 'list', kind, isRequired };
  if (type.startsWith('{')) return { form: 'map', kind, isRequired };
  if (kind === 'text' || kind === 'flag' || kind === 'any')
    return { form: kind, kind: undefined, isRequired };
  return { form: 'one', kind, isRequired };
}
