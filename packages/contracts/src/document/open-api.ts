import { ContractError } from '../diagnostic.ts';
import { openDocument } from './open-document.ts';
import type { ContractDocument } from './place.ts';
import { child, rootOf } from './place.ts';
import { quote } from './quote.ts';

/** Generations of the specification that are understood; of 3.x each minor version. */
const SUPPORTED = /^(?:2\.0|3\.[012](?:\.\d+)?(?:-.*)?)$/;

/**
 * Parses a text and makes sure that it describes an API.
 *
 * @throws {ContractError} as {@link openDocument}; `DOCUMENT_KIND` when it is something else, `DOCUMENT_VERSION` when it
 * is written for a specification that is not understood
 */
export function openApi(text: string, uri: string): ContractDocument {
  const document = openDocument(text, uri);
  const root = rootOf(document);
  const written = ['openapi', 'swagger']
    .map((key) => child(root, key))
    .find(({ value }) => value !== undefined);
  const place = { severity: 'error', file: uri, line: 1, column: 1 } as const;
  if (written === undefined) {
    throw new ContractError({
      code: 'DOCUMENT_KIND',
      ...place,
      message: 'this is no OpenAPI description',
      expected: '"openapi: 3.x" or "swagger: 2.0"',
      seen: sayKeys(document),
    });
  }
  // YAML makes a number of `swagger: 2.0`.
  const version = written.value === 2 ? '2.0' : String(written.value);
  if (SUPPORTED.test(version) || version === '3.1' || version === '3') return document;
  throw new ContractError({
    code: 'DOCUMENT_VERSION',
    ...place,
    message: `this version of the specification is not understood`,
    expected: '2.0, 3.0, 3.1 or 3.2',
    seen: quote(version),
  });
}

function sayKeys({ root }: ContractDocument): string {
  const keys = Object.keys(root as object);
  return keys.length === 0 ? 'nothing' : `the keys ${keys.slice(0, 5).join(', ')}`;
}
