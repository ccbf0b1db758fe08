const LONGEST = 80;

/** A value of a document for a sentence: texts in backticks, the rest as JSON, cut where it gets long. */
export function sayValue(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return `\`${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}\``;
}
