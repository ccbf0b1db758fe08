import type { ContractDocument, JsonObject, Place } from '../document/place.ts';

/** An API as a document of any generation describes it: Swagger 2.0 or OpenAPI 3.x. */
export interface Api {
  readonly document: ContractDocument;
  readonly place: Place;
  /** As the document says: `2.0`, `3.0.3` … */
  readonly specification: string;
  /** `info.version`; empty when there is none. */
  readonly version: string;
  readonly paths: ReadonlyMap<string, ApiPath>;
  readonly webhooks: ReadonlyMap<string, ApiPath>;
  readonly security: readonly SecurityRequirement[];
  readonly securitySchemes: ReadonlyMap<string, Place>;
  readonly schemas: ReadonlyMap<string, Place>;
}

/** One entry of `paths`, `webhooks` or a callback. */
export interface ApiPath {
  /** As written, parameters in braces. */
  readonly path: string;
  readonly place: Place;
  /** By method in upper case. */
  readonly operations: ReadonlyMap<string, ApiOperation>;
}

/** Where an operation stands: who calls whom depends on it. */
export type Section = 'paths' | 'webhooks' | 'callbacks';

export interface ApiOperation {
  readonly method: string;
  readonly path: string;
  readonly section: Section;
  readonly place: Place;
  readonly fields: JsonObject;
  /** Those of the path item and of the operation, the latter win; by `in` and name. */
  readonly parameters: ReadonlyMap<string, ApiParameter>;
  readonly body: ApiBody | undefined;
  /** By status, `default` included. */
  readonly responses: ReadonlyMap<string, ApiResponse>;
  /** Undefined when the API's own holds. */
  readonly security: readonly SecurityRequirement[] | undefined;
  /** By name and expression. */
  readonly callbacks: ReadonlyMap<string, ApiPath>;
}

export interface ApiParameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly place: Place;
  readonly fields: JsonObject;
  /** Declared at the path item, for all its operations. */
  readonly isShared: boolean;
  readonly schema: Place | undefined;
  readonly content: readonly ApiMedia[];
}

export interface ApiBody {
  readonly place: Place;
  readonly required: boolean;
  readonly content: readonly ApiMedia[];
}

export interface ApiMedia {
  readonly mediaType: string;
  readonly place: Place;
  readonly schema: Place | undefined;
  /** Of each item of a stream, as 3.2 has it. */
  readonly itemSchema?: Place | undefined;
}

export interface ApiResponse {
  readonly status: string;
  readonly place: Place;
  /** By name in lower case: header names have no case. */
  readonly headers: ReadonlyMap<string, ApiHeader>;
  readonly content: readonly ApiMedia[];
}

export interface ApiHeader {
  readonly name: string;
  readonly place: Place;
  readonly required: boolean;
  readonly fields: JsonObject;
  readonly schema: Place | undefined;
}

/** Schemes that are needed together, with their scopes. */
export type SecurityRequirement = ReadonlyMap<string, readonly string[]>;

export const METHODS: readonly string[] = [
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'trace',
  'query',
];
