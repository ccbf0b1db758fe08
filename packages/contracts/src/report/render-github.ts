import type { Level } from '../diff/change.ts';
import type { DescribedChange } from './describe-changes.ts';
import { nameOf } from './render-text.ts';

const COMMANDS: Readonly<Record<Level, string>> = { ERR: 'error', WARN: 'warning', INFO: 'notice' };
/** GitHub shows ten annotations of a kind for each step and drops the rest without a word. */
const MOST_OF_A_KIND = 10;

/** Changes as annotations of GitHub Actions; of each kind the first, and how many there are. */
export function renderGithub(changes: readonly DescribedChange[]): string {
  const lines = (['ERR', 'WARN', 'INFO'] as const).flatMap((level) => {
    const own = changes.filter((change) => change.level === level);
    if (own.length <= MOST_OF_A_KIND) return own.map(toLine);
    const shown = own.slice(0, MOST_OF_A_KIND - 1).map(toLine);
    return [...shown, `::${COMMANDS[level]}::and ${own.length - shown.length} more of this kind`];
  });
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
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
