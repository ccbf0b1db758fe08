const PREVIEW_CHARACTERS = 200;

/** A value on one line, short enough for a failure. */
export function preview(value: unknown, limit = PREVIEW_CHARACTERS): string {
  if (value === undefined) return 'nothing (absent)';
  // Cut before it is written out: a body may be megabytes.
  const short = typeof value === 'string' ? value.slice(0, limit + 1) : value;
  const text = JSON.stringify(short, shorten) ?? typeof short;
  return cut(text, limit);
}

/** At most so many characters; `…` stands for what was left out. */
export function cut(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

const MOST_ITEMS = 50;

function shorten(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, 1000);
  if (typeof value === 'bigint') return value.toString();
  return Array.isArray(value) ? value.slice(0, MOST_ITEMS) : value;
}

/** Milliseconds as people say them: `340 ms`, `2 s`, `1.25 s`. */
export function sayDuration(durationMs: number): string {
  if (durationMs < 1000) return `${String(Math.round(durationMs))} ms`;
  return `${String(Math.round(durationMs / 10) / 100)} s`;
}
