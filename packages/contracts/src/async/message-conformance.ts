import type { Violation } from '../conformance/exchange.ts';
import type { ConformanceOptions } from '../conformance/options.ts';
import { DEFAULT_FIELDS_LOOKED_AT } from '../conformance/options.ts';
import type { ContractProblem } from '../conformance/problem.ts';
import { locateProblems, problemsOf } from '../conformance/problem.ts';
import { SchemaShapes } from '../conformance/schema-shape.ts';
import type { SchemaViolation } from '../conformance/schema-validator.ts';
import { SchemaValidator } from '../conformance/schema-validator.ts';
import type { Side } from '../conformance/to-json-schema.ts';
import { findUndocumentedFields } from '../conformance/undocumented-fields.ts';
import { isJson } from '../diff/schema-use.ts';
import type { ContractDocument } from '../document/place.ts';
import { child, isObject, pointerOf } from '../document/place.ts';
import type { FindDocument } from '../document/references.ts';
import { References } from '../document/references.ts';
import type { Action, AsyncChannel, AsyncOffer } from './async-api.ts';
import { ChannelTable } from './channel-table.ts';
import type { MessageCoverage } from './message-coverage.ts';
import { MessageCoverageRecord } from './message-coverage.ts';
import { readAsyncApi } from './read-async-api.ts';

/** One message that passed between somebody and the application that the document describes. */
export interface ChannelMessage {
  /** Where it passed, such as the path of a WebSocket; a query is ignored. */
  readonly address: string;
  /** Seen from the application: it sends or receives. */
  readonly action: Action;
  readonly text: string;
}

/** Holds messages against an AsyncAPI 3 document, and keeps account of what of it they exercised. */
export class MessageConformance {
  readonly #references: References;
  readonly #validator: SchemaValidator;
  readonly #shapes: SchemaShapes;
  readonly #channels: ChannelTable;
  readonly #offers: readonly AsyncOffer[];
  readonly #coverage: MessageCoverageRecord;
  readonly #checkEvery: number;
  readonly #foreign: ReturnType<typeof readAsyncApi>['foreignPayloads'];

  constructor(
    contract: ContractDocument,
    findDocument: FindDocument = () => undefined,
    options: ConformanceOptions = {},
  ) {
    this.#references = new References(contract, findDocument);
    const api = readAsyncApi(contract, this.#references);
    this.#foreign = api.foreignPayloads;
    this.#channels = new ChannelTable(api);
    this.#offers = api.offers;
    this.#shapes = new SchemaShapes(this.#references);
    this.#validator = new SchemaValidator(this.#references);
    this.#checkEvery = Math.max(1, Math.floor(options.checkEvery ?? 1));
    const fieldsLookedAt = options.fieldsLookedAt ?? DEFAULT_FIELDS_LOOKED_AT;
    this.#coverage = new MessageCoverageRecord(api, fieldsLookedAt);
    for (const { message, action } of this.#offers) {
      if (message.payload === undefined) continue;
      for (const side of sidesOf(action)) this.#validator.prepare(message.payload, side);
    }
  }

  /** What of the document cannot be checked because it is broken or in a language that is not understood. */
  get problems(): readonly ContractProblem[] {
    const foreign = this.#foreign.map(({ place, schemaFormat }) => ({
      place,
      message: `payloads in ${schemaFormat} are not understood`,
    }));
    return locateProblems([
      ...problemsOf(this.#references),
      ...foreign,
      ...this.#validator.problems,
    ]);
  }

  get unknownFormats(): readonly string[] {
    return [...this.#validator.unknownFormats];
  }

  /** What of a message the document does not allow; empty when all is well, or it is not in the sample. */
  check(message: ChannelMessage): Violation[] {
    const { address, action } = message;
    const channels = this.#channels.find(address);
    this.#coverage.seen += 1;
    const [first] = channels;
    if (first === undefined) {
      this.#coverage.addUndocumented(address);
      const text = `the contract has no channel for ${address}`;
      return [violation(message, { code: 'channel-undocumented', text, pointer: '/channels' })];
    }
    if ((this.#coverage.seen - 1) % this.#checkEvery !== 0) return [];
    this.#coverage.checked += 1;
    const offers = this.#offers.filter(
      (offer) =>
        channels.includes(offer.channel) && (offer.action === null || offer.action === action),
    );
    return this.#checkAmong(offers, message, first);
  }

  coverage(): MessageCoverage {
    return this.#coverage.sum();
  }

  #checkAmong(
    offers: readonly AsyncOffer[],
    message: ChannelMessage,
    channel: AsyncChannel,
  ): Violation[] {
    const side = sideOf(message.action);
    const wrong: { offer: AsyncOffer; found: SchemaViolation }[] = [];
    const value = parse(message.text);
    for (const offer of offers) {
      const found = this.#wrongWith(offer, value, message);
      if (found === undefined) {
        this.#coverage.add(offer);
        this.#seeFields(offer, value.json);
        return [];
      }
      wrong.push({ offer, found });
    }
    const meant = wrong.find(({ offer }) => this.#isMeant(offer, value.json));
    const [only, ...others] = wrong;
    const nearest = meant ?? (others.length === 0 ? only : undefined);
    if (nearest !== undefined) {
      const { message: why, at, pointer } = nearest.found;
      const text = `${nearest.offer.message.name} ${why}`;
      return [violation(message, { code: 'message-invalid', text, pointer, at })];
    }
    const names = offers.map(({ message: { name } }) => name).join(', ');
    const who = side === 'request' ? 'receives' : 'sends';
    const text =
      names === ''
        ? `the application ${who} nothing over ${channel.address}`
        : `none of the messages that the application ${who} over ${channel.address} is meant: ${names}`;
    const pointer = pointerOf(child(channel.place, 'messages'));
    return [violation(message, { code: 'message-undocumented', text, pointer })];
  }

  #wrongWith(
    { message: { payload, contentType, place } }: AsyncOffer,
    value: Parsed,
    message: ChannelMessage,
  ): SchemaViolation | undefined {
    if (contentType !== '' && !isJson(contentType)) {
      if (payload === undefined || !contentType.startsWith('text/')) return undefined;
      return this.#validator.validate(payload, sideOf(message.action), message.text);
    }
    if (!value.isJson) return { at: '', message: 'is not JSON', pointer: pointerOf(place) };
    return payload === undefined
      ? undefined
      : this.#validator.validate(payload, sideOf(message.action), value.json);
  }

  /** Whether all that is constant in a message is as it says, such as its type: then this one is meant. */
  #isMeant({ message: { payload } }: AsyncOffer, value: unknown): boolean {
    if (payload === undefined || !isObject(value)) return false;
    let hasConstant = false;
    for (const [name, places] of this.#shapes.of(payload).properties) {
      for (const place of places) {
        const constant = constantOf(this.#references.resolve(place)?.value);
        if (constant === undefined) continue;
        if (constant !== value[name]) return false;
        hasConstant = true;
      }
    }
    return hasConstant;
  }

  #seeFields(offer: AsyncOffer, value: unknown): void {
    const { payload } = offer.message;
    if (payload === undefined || !this.#coverage.looksAtFields(offer)) return;
    for (const pointer of findUndocumentedFields(value, payload, this.#shapes)) {
      this.#coverage.addUndocumentedField(offer, pointer);
    }
  }
}

/** What an application receives is a request to it. */
function sideOf(action: Action): Side {
  return action === 'receive' ? 'request' : 'response';
}

function sidesOf(action: Action | null): Side[] {
  return action === null ? ['request', 'response'] : [sideOf(action)];
}

interface Parsed {
  readonly isJson: boolean;
  readonly json: unknown;
}

function parse(text: string): Parsed {
  try {
    return { isJson: true, json: JSON.parse(text) };
  } catch {
    // Then it is told as not being JSON, unless the message is of another type.
    return { isJson: false, json: undefined };
  }
}

function constantOf(schema: unknown): unknown {
  if (!isObject(schema)) return undefined;
  const values = schema['enum'];
  if (schema['const'] !== undefined) return schema['const'];
  return Array.isArray(values) && values.length === 1 ? (values[0] as unknown) : undefined;
}

function violation(
  { action, address }: ChannelMessage,
  about: {
    readonly code: Violation['code'];
    readonly text: string;
    readonly pointer: string;
    readonly at?: string;
  },
): Violation {
  return {
    code: about.code,
    side: sideOf(action),
    operation: `${action} ${address.split('?', 1)[0] ?? ''}`,
    message: about.text,
    at: `message ${about.at ?? ''}`.trim(),
    pointer: about.pointer,
  };
}
