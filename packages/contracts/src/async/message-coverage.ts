import type { Share, UndocumentedField } from '../conformance/coverage.ts';
import type { AsyncApi, AsyncOffer } from './async-api.ts';

/** What of an AsyncAPI document was exercised: `3 of 4 channels, 5 of 9 messages`. */
export interface MessageCoverage {
  readonly channels: Share;
  readonly messages: Share;
  readonly exchanges: { readonly seen: number; readonly checked: number };
  /** `send orderPlaced on /events` for what was never seen. */
  readonly notExercised: readonly string[];
  /** Addresses over which something passed and that no channel has. */
  readonly undocumented: readonly string[];
  readonly undocumentedFields: readonly UndocumentedField[];
  /** In so many messages of each kind. */
  readonly fieldsLookedAt: number;
}

/** Beyond these, addresses that are made up as they come would fill the memory. */
const MAX_UNDOCUMENTED = 200;

/** Keeps account of messages. */
export class MessageCoverageRecord {
  seen = 0;
  checked = 0;
  readonly #api: AsyncApi;
  readonly #fieldsLookedAt: number;
  readonly #counts = new Map<AsyncOffer, number>();
  readonly #undocumented = new Set<string>();
  readonly #fields = new Map<string, UndocumentedField>();

  constructor(api: AsyncApi, fieldsLookedAt: number) {
    this.#api = api;
    this.#fieldsLookedAt = fieldsLookedAt;
  }

  add(offer: AsyncOffer): void {
    this.#counts.set(offer, (this.#counts.get(offer) ?? 0) + 1);
  }

  looksAtFields(offer: AsyncOffer): boolean {
    return (this.#counts.get(offer) ?? 0) <= this.#fieldsLookedAt;
  }

  addUndocumented(address: string): void {
    if (this.#undocumented.size < MAX_UNDOCUMENTED) this.#undocumented.add(address);
  }

  addUndocumentedField(offer: AsyncOffer, pointer: string): void {
    if (this.#fields.size >= MAX_UNDOCUMENTED) return;
    const operation = nameOfOffer(offer);
    this.#fields.set(`${operation} ${pointer}`, { operation, pointer });
  }

  sum(): MessageCoverage {
    const { channels, offers } = this.#api;
    const done = offers.filter((offer) => this.#counts.has(offer));
    const missing = offers.filter((offer) => !this.#counts.has(offer));
    return {
      channels: {
        exercised: new Set(done.map(({ channel }) => channel)).size,
        total: channels.length,
      },
      messages: { exercised: done.length, total: offers.length },
      exchanges: { seen: this.seen, checked: this.checked },
      notExercised: missing.map(nameOfOffer),
      undocumented: [...this.#undocumented],
      undocumentedFields: [...this.#fields.values()],
      fieldsLookedAt: this.#fieldsLookedAt,
    };
  }
}

/** `send orderPlaced on /events`. */
export function nameOfOffer({ action, message, channel }: AsyncOffer): string {
  return `${action === null ? '' : `${action} `}${message.name} on ${channel.address}`;
}
