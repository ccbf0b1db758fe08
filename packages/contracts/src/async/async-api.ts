import type { Place } from '../document/place.ts';

/** Who sends, as AsyncAPI 3 says it of the application that the document describes: it sends, or it receives. */
export type Action = 'send' | 'receive';

/** What passes over one address. */
export interface AsyncChannel {
  /** Its key under `channels`. */
  readonly name: string;
  /** Path of a WebSocket, variables in braces; the name where the document gives none. */
  readonly address: string;
  readonly place: Place;
  readonly messages: readonly AsyncMessage[];
}

export interface AsyncMessage {
  readonly name: string;
  readonly place: Place;
  /** Undefined where anything may be sent. */
  readonly payload: Place | undefined;
  /** Empty when the document does not say: then it is JSON. */
  readonly contentType: string;
}

/** A message that an application sends or receives on a channel. */
export interface AsyncOffer {
  readonly channel: AsyncChannel;
  readonly message: AsyncMessage;
  /** Null where no operation names the channel: then both may send it. */
  readonly action: Action | null;
}

/** An AsyncAPI document. */
export interface AsyncApi {
  readonly version: string;
  readonly channels: readonly AsyncChannel[];
  readonly offers: readonly AsyncOffer[];
  /** Payloads in languages that are not understood. */
  readonly foreignPayloads: readonly { readonly place: Place; readonly schemaFormat: string }[];
}
