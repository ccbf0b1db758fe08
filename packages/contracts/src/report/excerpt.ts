const BEFORE = 2;
const AFTER = 4;
const LONGEST = 160;

/** Some lines of a text around one of them. */
export function excerpt(text: string, line: number): { number: number; text: string }[] {
  let at = 0;
  const first = Math.max(1, line - BEFORE);
  for (let number = 1; number < first; number += 1) {
    const next = text.indexOf('\n', at);
    if (next === -1) return [];
    at = next + 1;
  }
  const lines: { number: number; text: string }[] = [];
  for (let number = first; number <= line + AFTER && at <= text.length; number += 1) {
    const next = text.indexOf('\n', at);
    const end = next === -1 ? text.length : next;
    const whole = text.slice(at, Math.min(end, at + LONGEST + 1));
    lines.push({ number, text: whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole });
    if (next === -1) break;
    at = next + 1;
  }
  return lines;
}
