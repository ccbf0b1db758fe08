import { parseArgs } from 'node:util';

export interface Arguments {
  /** Names of benchmarks; empty for all. */
  readonly only: readonly string[];
  readonly rounds: number;
  readonly asJson: boolean;
  /** False keeps docs/performance.md as it is. */
  readonly writes: boolean;
  readonly showsHelp: boolean;
}

const DEFAULT_ROUNDS = 7;

export const HELP = `npm run bench -- [options]

  --only <name>   one benchmark; repeatable
  --rounds <n>    interleaved rounds (default ${DEFAULT_ROUNDS})
  --json          one JSON document with all samples on stdout
  --no-write      leave docs/performance.md as it is
`;

/** @throws when an option is not known or its value makes no sense */
export function readArguments(argv: readonly string[], names: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    allowNegative: true,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string', default: String(DEFAULT_ROUNDS) },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: true },
      help: { type: 'boolean', default: false },
    },
  });
  const { only, json: asJson, write: writes, help: showsHelp } = values;
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Error(`there is no benchmark "${unknown}"; there are ${names.join(', ')}`);
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new Error(`--rounds must be a whole number from 1 on, got "${values.rounds}"`);
  }
  return { only, rounds, asJson, writes, showsHelp };
}
