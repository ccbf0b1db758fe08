import type { Diagnostic } from '../diagnostic.ts';
import type { Level } from '../diff/change.ts';
import type { DescribedChange } from './describe-changes.ts';
import { nameOf } from './name-of.ts';
import { gapsAmong } from './say-gaps.ts';

const COMMANDS: Readonly<Record<Level, string>> = { ERR: 'error', WARN: 'warning', INFO: 'notice' };
/** GitHub shows ten annotations of a kind for each step and drops the rest without a word. */
const MOST_OF_A_KIND = 10;

/** Changes as annotations of GitHub Actions; of each kind the first, and how many there are. */
export function renderGithub(
  changes: readonly DescribedChange[],
  diagnostics: readonly Diagnostic[] = [],
): string {
  const gaps = gapsAmong(diagnostics).map(gapLine);
  const found = (['ERR', 'WARN', 'INFO'] as const).flatMap((level) => {
    const own = changes.filter((change) => change.level === level);
    if (own.length <= MOST_OF_A_KIND) return own.map(toLine);
    const shown = own.slice(0, MOST_OF_A_KIND - 1).map(toLine);
    return [...shown, `::${COMMANDS[level]}::and ${own.length - shown.length} more of this kind`];
  });
  const lines = [...gaps.slice(0, MOST_OF_A_KIND), ...found];
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function gapLine({ code, message: text, file = '', line = 1, column = 1 }: Diagnostic): string {
  const at = `file=${property(file)},line=${line},col=${column}`;
  return `::error ${at},title=${property(code)}::${message(`not compared: ${text}`)}`;
}

function toLine(change: DescribedChange): string {
  const { id, level, text, why, revision, base } = change;
  const place = revision ?? base;
  const at =
    place === null ? '' : `file=${property(place.file)},line=${place.line},col=${place.column},`;
  const said = `${nameOf(change)}: ${text}${why === '' ? '' : `. ${why}`}`;
  return `::${COMMANDS[level]} ${at}title=${property(id)}::${message(said)}`;
}

function message(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
