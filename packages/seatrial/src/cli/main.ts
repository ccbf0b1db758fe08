import { listenForInterruption } from './interruption.ts';
import type { CommandIo, Verb } from './verb.ts';
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
    return reportError(error, argv.includes('--json'), io);
  }
}

async function obey([first, ...rest]: readonly string[], io: CommandIo): Promise<number> {
  if (first === '--version' || first === '-v') {
    const { seatrialVersion } = await import('./version.ts');
    io.stdout.write(`${seatrialVersion()}\n`);
    return 0;
  }
  if (first === undefined || first === '--help' || first === '-h') return showHelp(undefined, io);
  if (first === 'help') return showHelp(rest[0], io);
  const verb = await loadVerb(first);
  if (rest.includes('--help') || rest.includes('-h')) return showHelp(first, io);
  const { parseArguments } = await import('./parse-arguments.ts');
  return verb.run(parseArguments(verb, rest), io);
}

async function showHelp(verbName: string | undefined, io: CommandIo): Promise<number> {
  const { toolHelp, verbHelp } = await import('./help.ts');
  io.stdout.write(verbName === undefined ? toolHelp(VERBS) : verbHelp(await loadVerb(verbName)));
  return 0;
}

async function loadVerb(name: string): Promise<Verb> {
  const listed = VERBS.find((verb) => verb.name === name);
  if (listed !== undefined) return listed.load();
  const { SeatrialError, suggest } = await import('../evidence/index.ts');
  const kind = name.startsWith('-') ? 'option' : 'verb';
  const names = VERBS.map((verb) => verb.name);
  throw new SeatrialError('USAGE', `unknown ${kind} ${JSON.stringify(name)}`, {
    hint: `${suggest(name, names)}; see: seatrial --help`,
  });
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
