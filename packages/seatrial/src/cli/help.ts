import { EXIT_CODES } from './exit-codes.ts';
import type { OptionSpecification, Verb } from './verb.ts';
import { COMMON_OPTIONS } from './verb.ts';

/** A terminal of the usual width shows no line of the help in two. */
const WIDTH = 80;

interface Row {
  readonly left: string;
  readonly right: string;
}

/** The help of one verb. */
export function verbHelp(verb: Verb): string {
  return [...wrapped(verb.summary, WIDTH), '', verbHelpBody(verb), ''].join('\n');
}

/** The help of one verb without its summary. */
export function verbHelpBody(verb: Verb): string {
  const usage = ['seatrial', verb.name, '[options]', verb.positionals]
    .filter((part) => part !== '')
    .join(' ');
  return [
    `Usage: ${usage}`,
    '',
    'Options:',
    ...twoColumns(optionRows({ ...verb.options, ...COMMON_OPTIONS }), WIDTH),
    ...(verb.details === '' ? [] : ['', verb.details]),
  ].join('\n');
}

function optionRows(options: Readonly<Record<string, OptionSpecification>>): readonly Row[] {
  return Object.entries(options).map(([name, option]) => ({
    left: [
      ...(option.short === undefined ? [] : [`-${option.short},`]),
      option.value === undefined ? `--${name}` : `--${name} <${option.value}>`,
    ].join(' '),
    right: option.multiple === true ? `${option.summary} (repeatable)` : option.summary,
  }));
}

/**
 * Two aligned columns, indented by two.
 *
 * @param width - columns of the screen, to wrap the right one at; without it a row is a line
 */
export function twoColumns(rows: readonly Row[], width = Infinity): readonly string[] {
  const leftWidth = Math.max(0, ...rows.map(({ left }) => left.length));
  const indent = ' '.repeat(leftWidth + 4);
  return rows.flatMap(({ left, right }) =>
    wrapped(right, width - indent.length).map((line, index) =>
      index === 0 ? `  ${left.padEnd(leftWidth)}  ${line}` : `${indent}${line}`,
    ),
  );
}

/** Breaks a text at spaces; a word that is longer than a line stands alone. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** The help of verbs that share their first word. */
export function groupHelp(
  word: string,
  verbs: readonly { readonly name: string; readonly summary: string }[],
): string {
  return [
    `Usage: seatrial ${word} <verb> [options]`,
    '',
    'Verbs:',
    ...twoColumns(
      verbs.map(({ name, summary }) => ({ left: name, right: summary })),
      WIDTH,
    ),
    '',
    `See: seatrial ${verbs[0]?.name ?? word} --help`,
    '',
  ].join('\n');
}

/** The help of the whole tool; summaries come from the verb table without loading the verbs. */
export function toolHelp(
  verbs: readonly { readonly name: string; readonly summary: string }[],
): string {
  return [
    'Seatrial takes a multi-service system on a sea trial: boots it, drives it, and',
    'says with evidence whether it is ready, not ready or not proven.',
    '',
    'Usage: seatrial <verb> [options]',
    '',
    'Verbs:',
    ...twoColumns(
      verbs.map(({ name, summary }) => ({ left: name, right: summary })),
      WIDTH,
    ),
    '',
    'Options:',
    '  --version  show the version',
    '  --help     show this help, or that of a verb: seatrial run --help',
    '',
    'Exit codes:',
    ...exitCodeLines(),
    '',
  ].join('\n');
}

/** The exit codes as two-column lines. */
export function exitCodeLines(): readonly string[] {
  return twoColumns(
    EXIT_CODES.map(({ code, meaning }) => ({ left: String(code), right: meaning })),
    WIDTH,
  );
}
