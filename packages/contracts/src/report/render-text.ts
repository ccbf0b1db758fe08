import type { Diagnostic } from '../diagnostic.ts';
import { countLevels } from './count-levels.ts';
import type { DescribedChange, DescribedPlace } from './describe-changes.ts';
import { nameOf } from './name-of.ts';
import type { AgreedChange } from './say-agreed.ts';
import { sayAgreed, sayNoChanges } from './say-agreed.ts';
import { gapsAmong, sayGaps } from './say-gaps.ts';

/** How text is shown. */
export interface TextOptions {
  readonly colors?: boolean;
  /** What was told of the comparison itself. */
  readonly diagnostics?: readonly Diagnostic[];
  /** Changes that were agreed to; they are not among the others. */
  readonly agreed?: readonly AgreedChange[];
}

const CODES = { ERR: '31', WARN: '33', INFO: '36', dim: '2', bold: '1' } as const;

/** Changes as lines for a terminal, each operation once, what breaks first. */
export function renderText(changes: readonly DescribedChange[], options: TextOptions = {}): string {
  const paint = (style: keyof typeof CODES, text: string): string =>
    options.colors === true ? `\u001B[${CODES[style]}m${text}\u001B[0m` : text;
  const gaps = sayGaps(gapsAmong(options.diagnostics ?? []));
  const { agreed = [] } = options;
  const settled = agreed.map((one) => paint('dim', sayAgreed(one)));
  if (changes.length === 0)
    return `${[gaps === '' ? sayNoChanges(agreed) : gaps, ...settled].join('\n')}\n`;
  const groups = Map.groupBy(changes, nameOf);
  const lines = [...groups].flatMap(([name, group]) => [
    paint('bold', name),
    ...group.flatMap((change) => [
      `  ${paint(change.level, change.level.padEnd(4))}  ${change.text}  ${paint('dim', `[${change.id}]`)}`,
      ...(change.why === '' ? [] : [`        ${change.why}`]),
      ...alsoLines(change).map((line) => `        ${line}`),
      ...placeLines(change).map((line) => `        ${paint('dim', line)}`),
    ]),
    '',
  ]);
  const last = gaps === '' ? [] : [gaps];
  return `${[...lines, sayCounts(changes), ...settled, ...last].join('\n')}\n`;
}

const MOST_OPERATIONS = 3;

function alsoLines({ operations }: DescribedChange): string[] {
  const others = operations.slice(1);
  if (others.length === 0) return [];
  const shown = others.slice(0, MOST_OPERATIONS).map(({ method, path }) => `${method} ${path}`);
  const more =
    others.length > MOST_OPERATIONS ? `, and ${others.length - MOST_OPERATIONS} more` : '';
  return [`also in ${shown.join(', ')}${more}`];
}

function placeLines({ base, revision }: DescribedChange): string[] {
  const places = [base, revision].filter((place) => place !== null).map(sayPlace);
  return places.length === 0 ? [] : [places.join(' → ')];
}

export function sayPlace({ file, line, column }: DescribedPlace): string {
  return `${file}:${line}:${column}`;
}

/** `2 breaking, 1 that may break, 7 others`. */
export function sayCounts(changes: readonly DescribedChange[]): string {
  const { ERR, WARN, INFO } = countLevels(changes);
  return `${ERR} breaking, ${WARN} that may break, ${INFO} other change${INFO === 1 ? '' : 's'}`;
}
