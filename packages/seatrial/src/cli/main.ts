import { findVerb, groupOf } from './find-verb.ts';
import { listenForInterruption } from './interruption.ts';
import type { CommandIo } from './verb.ts';
import { VERBS } from './verbs.ts';

const INTERNAL_EXIT_CODE = 70;

/** The outside world without the interruption, which `main` looks after itself. */
export type MainIo = Omit<CommandIo, 'interruption'>;

/**
 * The command line: finds the verb, runs it and answers the exit code. Never throws; ends the process
 * itself only when it is interrupted, or when something was thrown where nobody could catch it.
 */
export async function main(
  argv: readonly string[],
  outside: MainIo = {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    workingDirectory: process.cwd(),
  },
): Promise<number> {
  using cleanup = new DisposableStack();
  const interruption = cleanup.use(listenForInterruption());
  cleanup.use(reportCrash(outside));
  const io = { ...outside, interruption };
  for (const stream of [io.stdout, io.stderr]) outliveReader(stream);
  try {
    return await obey(argv, io);
  } catch (error) {
    const { reportError } = await import('./report-error.ts');
    return reportError(error, asksForJson(argv), io);
  }
}

/** What stands behind `--` is not ours. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end === -1 ? argv.length : end).includes('--json');
}

async function obey(argv: readonly string[], io: CommandIo): Promise<number> {
  const [first, ...rest] = argv;
  if (first === '--version' || first === '-v') {
    const { seatrialVersion } = await import('./version.ts');
    io.stdout.write(`${seatrialVersion()}\n`);
    return 0;
  }
  if (first === undefined || first === '--help' || first === '-h') return showHelp([], io);
  if (first === 'help') return showHelp(rest, io);
  if (groupOf(first).length > 0 && (rest[0] === undefined || isHelp(rest[0]))) {
    return showHelp([first], io);
  }
  const { listed, given } = await findVerb(argv);
  const verb = await listed.load();
  const { ownArguments, parseArguments } = await import('./parse-arguments.ts');
  if (ownArguments(verb, given).some(isHelp)) return showHelp(listed.name.split(' '), io);
  return verb.run(parseArguments(verb, given), io);
}

function isHelp(argument: string): boolean {
  return argument === '--help' || argument === '-h';
}

async function showHelp(words: readonly string[], io: CommandIo): Promise<number> {
  const { groupHelp, toolHelp, verbHelp } = await import('./help.ts');
  const [first, ...more] = words;
  const group = first === undefined || more.length > 0 ? [] : groupOf(first);
  if (first === undefined) io.stdout.write(toolHelp(VERBS));
  else if (group.length > 0) io.stdout.write(groupHelp(first, group));
  else io.stdout.write(verbHelp(await (await findVerb(words)).listed.load()));
  return 0;
}

/**
 * Node would end such a process with 1, which is a verdict. What was started is left to the reaper: nobody
 * knows any more what can be relied on.
 */
function reportCrash({ stderr }: MainIo): Disposable {
  const onCrash = (error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    stderr.write(`this is a bug in seatrial: ${text}\n`);
    process.exit(INTERNAL_EXIT_CODE);
  };
  process.on('uncaughtException', onCrash);
  return { [Symbol.dispose]: () => process.off('uncaughtException', onCrash) };
}

/**
 * Somebody who stops reading, as `seatrial run | head -1` does, must not end a run in the middle: what
 * it says is lost then, but its files and its exit code are not.
 */
function outliveReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
