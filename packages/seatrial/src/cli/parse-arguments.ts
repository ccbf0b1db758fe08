import { parseArgs } from 'node:util';

import { SeatrialError, suggest } from '../evidence/index.ts';
import type { Arguments, Verb } from './verb.ts';
import { COMMON_OPTIONS } from './verb.ts';

/**
 * Reads the arguments after the verb.
 *
 * @throws {SeatrialError} `USAGE` for an option that the verb does not have, or one without its value
 */
export function parseArguments(verb: Verb, argv: readonly string[]): Arguments {
  const options = { ...COMMON_OPTIONS, ...verb.options };
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type }]) => [name, { type, multiple: true }]),
    ),
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const positionals: string[] = [];
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) throw unknownOption(verb, token.rawName, Object.keys(options));
    if (option.type === 'boolean') {
      if (token.value !== undefined) throw usage(verb, `${token.rawName} takes no value`);
      flags.add(token.name);
    } else {
      // A following option is not a value: `--only --json` forgot the id.
      if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--'))) {
        throw usage(verb, `${token.rawName} needs a value: ${token.rawName} <${option.value}>`);
      }
      const before = values.get(token.name) ?? [];
      if (before.length > 0 && option.multiple === undefined) {
        throw usage(verb, `${token.rawName} is given twice`);
      }
      values.set(token.name, [...before, token.value]);
    }
  }
  return { positionals, flags, values };
}

function unknownOption(verb: Verb, seen: string, known: readonly string[]): SeatrialError {
  const names = known.map((name) => `--${name}`);
  return usage(verb, `unknown option ${seen}`, `${suggest(seen, names)};`);
}

function usage(verb: Verb, message: string, advice?: string): SeatrialError {
  const help = `see: seatrial ${verb.name} --help`;
  return new SeatrialError('USAGE', message, {
    hint: advice === undefined ? help : `${advice} ${help}`,
  });
}

/** The single value of an option that is not repeatable. */
export function valueOf(given: Arguments, name: string): string | undefined {
  return given.values.get(name)?.[0];
}

/**
 * Reads an option that is a whole number.
 *
 * @throws {SeatrialError} `USAGE` when it is none, or below `minimum`
 */
export function wholeNumberOf(given: Arguments, name: string, minimum: number): number | undefined {
  const text = valueOf(given, name);
  if (text === undefined) return undefined;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(number) && number >= minimum) return number;
  throw new SeatrialError(
    'USAGE',
    `--${name}: expected a whole number from ${minimum}, got ${JSON.stringify(text)}`,
  );
}

/**
 * Reads `i/n` as Playwright and Vitest write it.
 *
 * @throws {SeatrialError} `USAGE` for anything but 1 ≤ i ≤ n
 */
export function shardOf(given: Arguments): { index: number; total: number } | null {
  const text = valueOf(given, 'shard');
  if (text === undefined) return null;
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, total] = [Number(match?.[1]), Number(match?.[2])];
  if (match !== null && index >= 1 && index <= total) return { index, total };
  throw new SeatrialError(
    'USAGE',
    `--shard: expected i/n with 1 ≤ i ≤ n, such as 1/4; got ${JSON.stringify(text)}`,
  );
}
