import type { ContractDocument, FindDocument } from '@seatrial/contracts';
import { ContractError, openApi, openDocument } from '@seatrial/contracts';

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
  const known = new Map<string, ContractDocument | undefined>();
  return (reference, from) => {
    const source = readReferenced(reference, from.uri, places);
    if (source === undefined) return undefined;
    if (!known.has(source.uri)) known.set(source.uri, parse(source.text, source.uri));
    return known.get(source.uri);
  };
}

function parse(text: string, uri: string): ContractDocument | undefined {
  try {
    return openDocument(text, uri);
  } catch (error) {
    // The reference is then told as broken, with its place.
    if (error instanceof ContractError) return undefined;
    throw error;
  }
}
