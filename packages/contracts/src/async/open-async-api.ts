import { ContractError } from '../diagnostic.ts';
import { openDocument } from '../document/open-document.ts';
import type { ContractDocument } from '../document/place.ts';
import { isObject } from '../document/place.ts';
import { quote } from '../document/quote.ts';

const SUPPORTED = /^3(?:\.\d+){0,2}(?:-.*)?$/;

/** Whether a document says of itself that it is an AsyncAPI description, of whichever version. */
export function isAsyncApi({ root }: ContractDocument): boolean {
  return isObject(root) && root['asyncapi'] !== undefined;
}

/**
 * Parses a text and makes sure that it is an AsyncAPI 3 description.
 *
 * @throws {ContractError} as `openDocument`; `DOCUMENT_KIND` when it is something else, `DOCUMENT_VERSION` when it is
 * written for another version
 */
export function openAsyncApi(text: string, uri: string): ContractDocument {
  const document = openDocument(text, uri);
  const place = { severity: 'error', file: uri, line: 1, column: 1 } as const;
  const version = isObject(document.root) ? document.root['asyncapi'] : undefined;
  if (version === undefined) {
    throw new ContractError({
      code: 'DOCUMENT_KIND',
      ...place,
      message: 'this is no AsyncAPI description',
      expected: '"asyncapi: 3.x"',
    });
  }
  // YAML makes a number of `asyncapi: 3.0`.
  const written = typeof version === 'string' ? version : JSON.stringify(version);
  if (SUPPORTED.test(written)) return document;
  throw new ContractError({
    code: 'DOCUMENT_VERSION',
    ...place,
    message: 'this version of AsyncAPI is not understood',
    expected: '3.x',
    seen: quote(written),
    hint: 'the converter of AsyncAPI makes version 3 of version 2',
  });
}
