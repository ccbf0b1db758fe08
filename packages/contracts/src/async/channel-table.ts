import type { AsyncApi, AsyncChannel } from './async-api.ts';

/** Finds the channels of an address; several may share one. */
export class ChannelTable {
  readonly #patterns: readonly { readonly pattern: RegExp; readonly channel: AsyncChannel }[];
  readonly #known = new Map<string, readonly AsyncChannel[]>();

  constructor({ channels }: AsyncApi) {
    this.#patterns = channels.map((channel) => ({ pattern: patternOf(channel), channel }));
  }

  /** @param target - path, with or without a query */
  find(target: string): readonly AsyncChannel[] {
    const path = pathOf(target);
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const found = this.#patterns
      .filter(({ pattern }) => pattern.test(path))
      .map(({ channel }) => channel);
    // A text is meant rather than a variable that it would also fit.
    const exact = found.filter(({ address }) => pathOf(address) === path);
    const channels = exact.length > 0 ? exact : found;
    if (this.#known.size < MAX_KNOWN) this.#known.set(path, channels);
    return channels;
  }
}

/** Addresses with ids in them are without number. */
const MAX_KNOWN = 1000;

function pathOf(address: string): string {
  const path = address.split('?', 1)[0] ?? '';
  return path.startsWith('/') ? path : `/${path}`;
}

function patternOf({ address }: AsyncChannel): RegExp {
  const parts = pathOf(address)
    .split(/\{[^{}]*\}/)
    .map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('[^/]+')}/?$`);
}
