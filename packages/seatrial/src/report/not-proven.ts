const WORDS = 'not proven: ';

/** A reason for not having run, without the words that formats put before it themselves. */
export function bareReason(reason: string): string {
  return reason.startsWith(WORDS) ? reason.slice(WORDS.length) : reason;
}

/** `not proven: <reason>`, once. */
export function notProven(reason: string): string {
  return WORDS + bareReason(reason);
}
