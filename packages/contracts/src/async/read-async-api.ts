import type { ContractDocument, Place } from '../document/place.ts';
import { child, isObject, items, members, rootOf } from '../document/place.ts';
import type { References } from '../document/references.ts';
import type { Action, AsyncApi, AsyncChannel, AsyncMessage, AsyncOffer } from './async-api.ts';

/** Reads channels and operations of an AsyncAPI 3 document; broken references are kept in `references.broken`. */
export function readAsyncApi(document: ContractDocument, references: References): AsyncApi {
  return new AsyncReader(document, references).read();
}

const JSON_SCHEMA_FORMATS =
  /^application\/(?:vnd\.aai\.asyncapi|schema\+json|schema\+yaml|vnd\.oai\.openapi)/;

class AsyncReader {
  readonly #root: Place;
  readonly #references: References;
  readonly #foreign: { place: Place; schemaFormat: string }[] = [];
  /** By the value of the message, so that it is the same however it is referred to. */
  readonly #messages = new Map<unknown, AsyncMessage>();

  constructor(document: ContractDocument, references: References) {
    this.#root = rootOf(document);
    this.#references = references;
  }

  read(): AsyncApi {
    const channels = new Map<unknown, AsyncChannel>();
    for (const written of members(child(this.#root, 'channels'))) {
      const place = this.#resolve(written);
      if (isObject(place?.value)) channels.set(place.value, this.#channel(written.key, place));
    }
    const offers = members(child(this.#root, 'operations')).flatMap((operation) =>
      this.#operation(operation, channels),
    );
    const named = new Set(offers.map(({ channel }) => channel));
    const unnamed = [...channels.values()].filter((channel) => !named.has(channel));
    return {
      version: textAt(child(this.#root, 'info'), 'version'),
      channels: [...channels.values()],
      offers: unique([
        ...offers,
        ...unnamed.flatMap((channel) =>
          channel.messages.map((message) => ({ channel, message, action: null })),
        ),
      ]),
      foreignPayloads: this.#foreign,
    };
  }

  #channel(name: string, place: Place): AsyncChannel {
    const address = textAt(place, 'address');
    return {
      name,
      address: address === '' ? name : address,
      place,
      messages: members(child(place, 'messages')).flatMap((one) => this.#message(one)),
    };
  }

  #message(written: Place): AsyncMessage[] {
    const place = this.#resolve(written);
    if (!isObject(place?.value)) return [];
    const known = this.#messages.get(place.value);
    if (known !== undefined) return [known];
    const { key } = written;
    const name = textAt(place, 'name');
    const contentType = textAt(place, 'contentType') || textAt(this.#root, 'defaultContentType');
    const isNumbered = /^\d+$/.test(key);
    const message = {
      name: isNumbered && name !== '' ? name : key,
      place,
      payload: this.#payload(child(place, 'payload')),
      contentType,
    };
    this.#messages.set(place.value, message);
    return [message];
  }

  /** A schema, or one that says in which language it is written. */
  #payload(written: Place): Place | undefined {
    if (written.value === undefined) return undefined;
    const place = this.#resolve(written);
    if (!isObject(place?.value)) return written;
    const { schemaFormat } = place.value;
    if (typeof schemaFormat !== 'string') return written;
    if (JSON_SCHEMA_FORMATS.test(schemaFormat)) return child(place, 'schema');
    this.#foreign.push({ place, schemaFormat });
    return undefined;
  }

  #operation(written: Place, channels: ReadonlyMap<unknown, AsyncChannel>): AsyncOffer[] {
    const place = this.#resolve(written);
    if (place === undefined) return [];
    const action = textAt(place, 'action');
    if (action !== 'send' && action !== 'receive') return [];
    const own = this.#resolve(child(place, 'channel'));
    const channel = channels.get(own?.value);
    if (channel === undefined) return [];
    return [
      ...this.#offers(place, channel, action),
      ...this.#replies(child(place, 'reply'), { channel, channels, action }),
    ];
  }

  #replies(
    written: Place,
    of: {
      readonly channel: AsyncChannel;
      readonly channels: ReadonlyMap<unknown, AsyncChannel>;
      readonly action: Action;
    },
  ): AsyncOffer[] {
    if (written.value === undefined) return [];
    const reply = this.#resolve(written);
    if (reply === undefined) return [];
    const own = child(reply, 'channel');
    const channel =
      own.value === undefined ? of.channel : of.channels.get(this.#resolve(own)?.value);
    if (channel === undefined) return [];
    return this.#offers(reply, channel, of.action === 'send' ? 'receive' : 'send');
  }

  /** Without a list, every message of the channel. */
  #offers(place: Place, channel: AsyncChannel, action: Action): AsyncOffer[] {
    const listed = child(place, 'messages');
    const messages =
      listed.value === undefined
        ? channel.messages
        : items(listed).flatMap((one) => this.#message(one));
    return messages.map((message) => ({ channel, message, action }));
  }

  #resolve(place: Place): Place | undefined {
    return this.#references.resolve(place);
  }
}

function unique(offers: readonly AsyncOffer[]): AsyncOffer[] {
  return offers.filter(
    ({ channel, message, action }, index) =>
      offers.findIndex(
        (one) => one.channel === channel && one.message === message && one.action === action,
      ) === index,
  );
}

function textAt(place: Place, key: string): string {
  const { value } = child(place, key);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
