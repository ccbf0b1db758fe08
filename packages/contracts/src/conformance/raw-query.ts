/** The pairs of a query or a form as they were sent: a comma that was escaped separates nothing. */
export type RawPairs = ReadonlyMap<string, readonly string[]>;

const NONE: RawPairs = new Map();

/** Takes `a=1&b=2` apart; values stay escaped. */
export function readRawPairs(text: string): RawPairs {
  if (text === '') return NONE;
  const pairs = new Map<string, string[]>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const mark = pair.indexOf('=');
    const name = unescapeText(mark === -1 ? pair : pair.slice(0, mark));
    const value = mark === -1 ? '' : pair.slice(mark + 1);
    const known = pairs.get(name);
    if (known === undefined) pairs.set(name, [value]);
    else known.push(value);
  }
  return pairs;
}

export function unescapeText(text: string): string {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // A lone "%" is no escape; the value is then taken as it stands.
    return text;
  }
}
