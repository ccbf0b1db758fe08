/**
 * A token that has the form of a scenario or requirement id: `INT-07`, `INT-ST-02`, `G-5.5.4-07`.
 * The neighbours are looked at so that `TINT-07b` and `x-INT-07` are no ids.
 */
const ID = /(?<![\w.-])[A-Z][A-Z0-9]*(?:-[A-Z0-9.]+)*-\d+(?![\w-]|\.\d)/g;

/** Beyond this a name is data, not a name. */
const SEARCHED_LENGTH = 4000;

/**
 * Finds everything that has the form of an id, in order, each once.
 *
 * `UTF-8` and `SHA-256` have that form too: which tokens are ids only the plan knows, and it takes no notice of the others.
 */
export function findIds(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => text.slice(0, SEARCHED_LENGTH).match(ID) ?? []))];
}
