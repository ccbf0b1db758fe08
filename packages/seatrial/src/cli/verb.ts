import type { Interruption } from './interruption.ts';

/** What a verb may touch of the outside world. */
export interface CommandIo {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  /** Absolute. */
  readonly workingDirectory: string;
  /** What Ctrl-C does; a verb that starts something takes it over first. */
  readonly interruption: Interruption;
}

export interface OptionSpecification {
  readonly type: 'boolean' | 'string';
  /** One letter, for `-f`. */
  readonly short?: string;
  /** Repeatable; the values come as a list. */
  readonly multiple?: true;
  /** What stands for the value in the help, e.g. `i/n`. */
  readonly value?: string;
  readonly summary: string;
}

/** What was given on the command line, by option name; defaults are the verb's business. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** One verb of the command line: the help is made from this table, and so is the parser. */
export interface Verb {
  /** One word, or two as in `env up`. */
  readonly name: string;
  readonly summary: string;
  /** The positionals as the usage line shows them. */
  readonly positionals: string;
  readonly options: Readonly<Record<string, OptionSpecification>>;
  /** What follows the first positional is left as it is, for it is the command line of somebody else. */
  readonly passesOn?: true;
  /** Longer help: examples, exit codes. */
  readonly details: string;
  /** Answers the exit code. */
  readonly run: (given: Arguments, io: CommandIo) => Promise<number>;
}

/** Options that every verb has. */
export const COMMON_OPTIONS: Readonly<Record<string, OptionSpecification>> = {
  json: { type: 'boolean', summary: 'one JSON document on stdout, nothing else there' },
  help: { type: 'boolean', summary: 'show this help' },
};
