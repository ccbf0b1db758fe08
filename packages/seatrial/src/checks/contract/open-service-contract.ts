import type { ContractDocument } from '@seatrial/contracts';
import { ContractError, openApi, openDocument } from '@seatrial/contracts';
import { isAsyncApi, openAsyncApi } from '@seatrial/contracts/conformance';

import { SeatrialError } from '../../evidence/index.ts';
import type { ContractPlaces } from './contract-source.ts';
import { readContractSource } from './contract-source.ts';

/**
 * Reads and parses what a service is held to: OpenAPI, or AsyncAPI for what it says over sockets.
 *
 * @throws {SeatrialError} `INPUT_INVALID` with file, line and column
 */
export function openServiceContract(uri: string, places: ContractPlaces): ContractDocument {
  const { text } = readContractSource(uri, places);
  try {
    return /\basyncapi\b/.test(text) ? openEither(text, uri) : openApi(text, uri);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw SeatrialError.input([error.diagnostic]);
  }
}

function openEither(text: string, uri: string): ContractDocument {
  return isAsyncApi(openDocument(text, uri)) ? openAsyncApi(text, uri) : openApi(text, uri);
}
