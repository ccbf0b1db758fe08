import type { ContractDocument, FindDocument, UnreadDocument } from '@seatrial/contracts';
import { ContractError, formatDiagnostic, openApi, openDocument } from '@seatrial/contracts';

import { SeatrialError } from '../../evidence/index.ts';
import type { ContractPlaces } from './contract-source.ts';
import { readContractSource, readReferenced } from './contract-source.ts';

/**
 * Reads and parses a contract.
 *
 * @throws {SeatrialError} `INPUT_INVALID` with file, line and column
 */
export function openContract(uri: string, places: ContractPlaces): ContractDocument {
  const { text } = readContractSource(uri, places);
  try {
    return openApi(text, uri);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw SeatrialError.input([error.diagnostic]);
  }
}

/** Follows references to other files; each is read once. */
export function documentFinder(places: ContractPlaces): FindDocument {
  const known = new Map<string, ContractDocument | UnreadDocument>();
  const answers = new Map<string, ContractDocument | UnreadDocument>();
  const find = (reference: string, from: string): ContractDocument | UnreadDocument => {
    const source = readReferenced(reference, from, places);
    if ('unread' in source) return source;
    const document = known.get(source.uri) ?? parse(source.text, source.uri);
    known.set(source.uri, document);
    return document;
  };
  return (reference, { uri }) => {
    const question = `${uri}\n${reference}`;
    const answer = answers.get(question) ?? find(reference, uri);
    answers.set(question, answer);
    return answer;
  };
}

/** What cannot be parsed is told as a broken reference, with the place that names it. */
function parse(text: string, uri: string): ContractDocument | UnreadDocument {
  try {
    return openDocument(text, uri);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return { unread: formatDiagnostic(error.diagnostic) };
  }
}
