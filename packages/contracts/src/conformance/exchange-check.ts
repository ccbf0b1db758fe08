import type { ApiMedia, ApiOperation } from '../api/api.ts';
import { isJson } from '../diff/schema-use.ts';
import type { Place } from '../document/place.ts';
import type { Exchange, Violation } from './exchange.ts';
import type { RawPairs } from './raw-query.ts';
import { readRawPairs } from './raw-query.ts';
import { readForm } from './read-parameter.ts';
import type { SchemaShapes } from './schema-shape.ts';
import type { SchemaValidator } from './schema-validator.ts';

/** Everything that checking one exchange needs. */
export interface ExchangeCheck {
  readonly operation: ApiOperation;
  readonly exchange: Exchange;
  readonly variables: ReadonlyMap<string, string>;
  readonly query: RawPairs;
  readonly validator: SchemaValidator;
  readonly shapes: SchemaShapes;
  /** Set while fields of answers are looked at that the contract does not name. */
  readonly seeFields: ((schema: Place, value: unknown) => void) | undefined;
}

/** `GET /users/{id}`. */
export function nameOf({ method, path }: ApiOperation): string {
  return `${method} ${path}`;
}

/** The media type of a message that the contract lists, by the whole name or as a range; undefined when it lists none. */
export function findMedia(
  content: readonly ApiMedia[],
  contentType: string | undefined,
): ApiMedia | undefined {
  const type = bareType(contentType ?? '');
  return (
    content.find((media) => bareType(media.mediaType) === type) ??
    content.find(
      (media) =>
        bareType(media.mediaType).endsWith('/*') &&
        type.startsWith(bareType(media.mediaType).slice(0, -1)),
    ) ??
    content.find((media) => bareType(media.mediaType) === '*/*')
  );
}

/** A media type without its parameters, in lower case. */
function bareType(mediaType: string): string {
  return mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
}

/** A body as a value, or that it is none. */
export type Body =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'broken'; readonly reason: string }
  | { readonly kind: 'unread' };

/** Reads a body by its media type; what is neither JSON, a form nor text is not looked into. */
export function readBody(
  text: string,
  contentType: string,
  { schema, shapes }: { readonly schema: Place | undefined; readonly shapes: SchemaShapes },
): Body {
  if (isJson(contentType)) {
    try {
      return { kind: 'value', value: JSON.parse(text) };
    } catch (error) {
      return { kind: 'broken', reason: error instanceof Error ? error.message : String(error) };
    }
  }
  const type = bareType(contentType);
  if (type === 'application/x-www-form-urlencoded' && schema !== undefined) {
    return { kind: 'value', value: readForm(readRawPairs(text), shapes.of(schema), shapes) };
  }
  return type === 'text/plain' ? { kind: 'value', value: text } : { kind: 'unread' };
}

/** Collects what one side of an exchange does not keep. */
export class ViolationList {
  readonly found: Violation[] = [];
  readonly #side: Violation['side'];
  readonly #operation: string;

  constructor(side: Violation['side'], operation: ApiOperation) {
    this.#side = side;
    this.#operation = nameOf(operation);
  }

  add(violation: Omit<Violation, 'side' | 'operation'>): void {
    this.found.push({ side: this.#side, operation: this.#operation, ...violation });
  }
}
