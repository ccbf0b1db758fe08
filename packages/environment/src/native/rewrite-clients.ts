import type { RewriteScope } from './rewrite.ts';

const LOOPBACK = '127.0.0.1';

/** Programs that take host and port apart: the option of the port, and the port they take without it. */
const CLIENTS: Readonly<Record<string, readonly [option: string, port: number]>> = {
  psql: ['-p', 5432],
  pg_isready: ['-p', 5432],
  pg_dump: ['-p', 5432],
  pg_restore: ['-p', 5432],
  createdb: ['-p', 5432],
  'redis-cli': ['-p', 6379],
  'valkey-cli': ['-p', 6379],
  mysql: ['-P', 3306],
  mysqladmin: ['-P', 3306],
  mysqldump: ['-P', 3306],
  mariadb: ['-P', 3306],
  'mariadb-admin': ['-P', 3306],
  mongosh: ['--port', 27_017],
  mongo: ['--port', 27_017],
  mosquitto_pub: ['-p', 1883],
  mosquitto_sub: ['-p', 1883],
};

const HOST_OPTION = /^(?:-h|-H|--?host(?:name)?)$/;
const PORT_OPTION = /^(?:-p|-P|--?port)$/;

/**
 * Rewrites `-h db`, `--host=db -p 5432` and `db 5432` in the words of one command, where `db` is a neighbour.
 *
 * @returns the words, more of them when a client has to be told a port that it would take by itself
 */
export function rewriteClientWords(
  words: readonly string[],
  { neighbours }: Pick<RewriteScope, 'neighbours'>,
): string[] {
  const split = words.flatMap(splitOption);
  const before = (index: number): string => split[index - 1]?.word ?? '';
  const at = split.findIndex(
    ({ word }, index) =>
      neighbours.has(word) && (HOST_OPTION.test(before(index)) || isPort(split[index + 1]?.word)),
  );
  const ports = neighbours.get(split[at]?.word ?? '');
  if (ports === undefined) return [...words];
  const own = (port: string): string => String(ports.get(Number(port)) ?? port);
  const isNamed = HOST_OPTION.test(before(at));
  const told = split.map(({ word, glue }, index) => {
    if (index === at) return { word: LOOPBACK, glue };
    const isItsPort = isNamed ? PORT_OPTION.test(before(index)) : index === at + 1;
    return { word: isItsPort && isPort(word) ? own(word) : word, glue };
  });
  const hasPort = !isNamed || split.some(({ word }) => PORT_OPTION.test(word));
  const more = hasPort ? [] : presetPort(words[0] ?? '', own);
  told.splice(at + 1, 0, ...more.map((word) => ({ word, glue: false })));
  return joinOptions(told);
}

/** The port that a client would take by itself, as an option of it. */
function presetPort(program: string, own: (port: string) => string): string[] {
  const [option, port] = CLIENTS[program.replace(/^.*\//, '')] ?? [];
  return option === undefined ? [] : [option, own(String(port))];
}

/** The same in a shell script; quoted parts are taken as they are. */
export function rewriteClientScript(
  script: string,
  scope: Pick<RewriteScope, 'neighbours'>,
): string {
  return script
    .split(/(&&|\|\||[;|\n()`]|\$\()/)
    .map((part) => {
      // A command may stand behind `until`, `while !` and the like.
      const [, lead = '', rest = '', end = ''] =
        /^(\s*(?:(?:until|while|if|do|then|else|exec|!|\w+=\S*)\s+)*)(.*?)(\s*)$/s.exec(part) ?? [];
      const words = rest.split(' ');
      const told = rewriteClientWords(words, scope);
      return `${lead}${told.join(' ')}${end}`;
    })
    .join('');
}

/** A word, and whether it is the value of the option before it: `--host=db`. */
interface SplitWord {
  readonly word: string;
  readonly glue: boolean;
}

function joinOptions(split: readonly SplitWord[]): string[] {
  const joined: string[] = [];
  for (const { word, glue } of split) joined.push(glue ? `${joined.pop() ?? ''}=${word}` : word);
  return joined;
}

function splitOption(word: string): SplitWord[] {
  const [, option, value] = /^(--?[\w-]+)=(.*)$/s.exec(word) ?? [];
  if (option === undefined || value === undefined) return [{ word, glue: false }];
  return [
    { word: option, glue: false },
    { word: value, glue: true },
  ];
}

function isPort(word: string | undefined): boolean {
  return /^\d{1,5}$/.test(word ?? '');
}
