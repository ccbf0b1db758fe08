import type { ParseArgsConfig } from 'node:util';
import { parseArgs } from 'node:util';

import { SeatrialError, suggest } from '../evidence/index.ts';
import type { Arguments, OptionSpecification, Verb } from './verb.ts';
import { COMMON_OPTIONS } from './verb.ts';

/**
 * Reads the arguments after the verb.
 *
 * @throws {SeatrialError} `USAGE` for an option that the verb does not have, or one without its value
 */
export function parseArguments(verb: Verb, argv: readonly string[]): Arguments {
  const options = { ...COMMON_OPTIONS, ...verb.options };
  const own = ownArguments(verb, argv);
  const tokens = tokensOf(own, options);
  const passedOn = argv.slice(own.length);
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
  if (passedOn[0] === '--') passedOn.shift();
  return { positionals: [...positionals, ...passedOn], flags, values };
}

type Options = Readonly<Record<string, OptionSpecification>>;

/** What a command line is made of. */
type Token =
  | { readonly kind: 'option-terminator'; readonly index: number }
  | { readonly kind: 'positional'; readonly index: number; readonly value: string }
  | {
      readonly kind: 'option';
      readonly index: number;
      readonly name: string;
      readonly rawName: string;
      readonly value: string | undefined;
      readonly inlineValue: boolean | undefined;
    };

function tokensOf(args: readonly string[], options: Options): readonly Token[] {
  const parsed = Object.entries(options).map(([name, { type, short }]) => [
    name,
    { type, multiple: true, ...(short === undefined ? {} : { short }) } as const,
  ]);
  return parseArgs({
    args: [...args],
    options: Object.fromEntries(parsed) as NonNullable<ParseArgsConfig['options']>,
    strict: false,
    tokens: true,
    allowPositionals: true,
  }).tokens;
}

/** The arguments that are this verb's to read: all, or those up to its first positional. */
export function ownArguments(
  verb: Pick<Verb, 'options' | 'passesOn'>,
  argv: readonly string[],
): readonly string[] {
  if (verb.passesOn !== true) return argv;
  const tokens = tokensOf(argv, { ...COMMON_OPTIONS, ...verb.options });
  const first = tokens.find(({ kind }) => kind !== 'option');
  if (first === undefined) return argv;
  return argv.slice(0, first.kind === 'positional' ? first.index + 1 : first.index);
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
