import type { OptionSpecification, Verb } from './verb.ts';
import { COMMON_OPTIONS } from './verb.ts';

/** The help of one verb. */
export function verbHelp(verb: Verb): string {
  const usage = ['seatrial', verb.name, '[options]', verb.positionals]
    .filter((part) => part !== '')
    .join(' ');
  return [
    verb.summary,
    '',
    `Usage: ${usage}`,
    '',
    'Options:',
    ...optionLines({ ...verb.options, ...COMMON_OPTIONS }),
    ...(verb.details === '' ? [] : ['', verb.details]),
    '',
  ].join('\n');
}

function optionLines(options: Readonly<Record<string, OptionSpecification>>): readonly string[] {
  const rows = Object.entries(options).map(([name, option]) => ({
    left: option.value === undefined ? `--${name}` : `--${name} <${option.value}>`,
    right: option.multiple === true ? `${option.summary} (repeatable)` : option.summary,
  }));
  return twoColumns(rows);
}

/** Two aligned columns, indented by two. */
export function twoColumns(
  rows: readonly { readonly left: string; readonly right: string }[],
): readonly string[] {
  const width = Math.max(...rows.map(({ left }) => left.length));
  return rows.map(({ left, right }) => `  ${left.padEnd(width)}  ${right}`);
}

/** The help of the whole tool; summaries come from the verb table without loading the verbs. */
export function toolHelp(
  verbs: readonly { readonly name: string; readonly summary: string }[],
): string {
  return [
    'Seatrial takes a multi-service system on a sea trial: boots it, drives it, and says with evidence',
    'whether it is ready, not ready or not proven.',
    '',
    'Usage: seatrial <verb> [options]',
    '',
    'Verbs:',
    ...twoColumns(verbs.map(({ name, summary }) => ({ left: name, right: summary }))),
    '',
    'Options:',
    '  --version  show the version',
    '  --help     show this help, or that of a verb: seatrial run --help',
    '',
    'Exit codes: 0 ready · 1 not ready · 2 not proven · 3 bad spec, config or usage · 4 environment did',
    'not come up · 5 only a regression · 70 internal error · 124 timeout · 130 interrupted',
    '',
  ].join('\n');
}
