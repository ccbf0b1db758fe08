import type { ListedVerb } from './verbs.ts';
import { VERBS } from './verbs.ts';

/** A verb of the command line, and what was given to it. */
export interface FoundVerb {
  readonly listed: ListedVerb;
  readonly given: readonly string[];
}

/**
 * Finds the verb that a command line begins with; its name has one word or two.
 *
 * @throws {SeatrialError} `USAGE` when there is none
 */
export async function findVerb(argv: readonly string[]): Promise<FoundVerb> {
  const [first = '', second = ''] = argv;
  for (const length of [2, 1]) {
    const name = argv.slice(0, length).join(' ');
    const listed = VERBS.find((verb) => verb.name === name || verb.aliases?.includes(name));
    if (listed !== undefined) return { listed, given: argv.slice(name.split(' ').length) };
  }
  const { SeatrialError, suggest } = await import('../evidence/index.ts');
  const group = groupOf(first);
  if (group.length > 0) {
    const names = group.map(({ name }) => name.slice(first.length + 1));
    const seen = JSON.stringify(second);
    throw new SeatrialError('USAGE', `${first}: expected one of ${names.join(', ')}; got ${seen}`, {
      hint: `${suggest(second, names)}; see: seatrial ${first} --help`,
    });
  }
  const kind = first.startsWith('-') ? 'option' : 'verb';
  const names = [...new Set(VERBS.map(({ name }) => name.split(' ')[0] ?? name))];
  throw new SeatrialError('USAGE', `unknown ${kind} ${JSON.stringify(first)}`, {
    hint: `${suggest(first, names)}; see: seatrial --help`,
  });
}

/** The verbs that a word alone stands for, such as `env`; empty when it is no group. */
export function groupOf(word: string): readonly ListedVerb[] {
  return VERBS.filter(({ name }) => name.startsWith(`${word} `));
}
