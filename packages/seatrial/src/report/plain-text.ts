import { stripVTControlCharacters } from 'node:util';

// Everything a terminal or an XML parser would act on, save tab and line feed; bidirectional
// overrides too, because they let a name display as something else than it is.
const UNPRINTABLE = /[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/** Text of unknown origin without escape sequences and control characters; keeps tabs and line feeds. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll('\r\n', '\n')
    .replace(UNPRINTABLE, '')
    .toWellFormed();
}

/** {@link plainText} on one line: each run of white space becomes one space. */
export function oneLine(text: string): string {
  return plainText(text).replaceAll(/\s+/g, ' ').trim();
}

/** Cuts to at most `maxChars` UTF-16 units, with `…` at the cut; never through a surrogate pair. */
export function clip(text: string, maxChars: number): string {
  if (text.length <= maxChars) {
    return text;
  }
  return `${text
    .slice(0, Math.max(0, maxChars - 1))
    .toWellFormed()
    .replace(/\ufffd$/, '')}…`;
}
