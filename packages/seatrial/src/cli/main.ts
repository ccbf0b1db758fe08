import type { CommandIo } from './verb.ts';
import { VERBS } from './verbs.ts';

const USAGE_EXIT_CODE = 3;

/**
 * The command line: finds the verb, runs it and answers the exit code. Never throws, never calls
 * `process.exit`.
 */
export async function main(
  argv: readonly string[],
  io: CommandIo = {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    workingDirectory: process.cwd(),
  },
): Promise<number> {
  const [first, ...rest] = argv;
  if (first === '--version' || first === '-v') {
    const { seatrialVersion } = await import('./version.ts');
    io.stdout.write(`${seatrialVersion()}\n`);
    return 0;
  }
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    return showHelp(rest[0], io);
  }
  const listed = VERBS.find(({ name }) => name === first);
  if (listed === undefined) return unknownVerb(first, io);
  const [{ parseArguments }, verb] = await Promise.all([
    import('./parse-arguments.ts'),
    listed.load(),
  ]);
  if (rest.includes('--help') || rest.includes('-h')) return showHelp(first, io);
  try {
    return await verb.run(parseArguments(verb, rest), io);
  } catch (error) {
    const { reportError } = await import('./report-error.ts');
    return reportError(error, rest.includes('--json'), io);
  }
}

async function showHelp(verbName: string | undefined, io: CommandIo): Promise<number> {
  const { toolHelp, verbHelp } = await import('./help.ts');
  const listed = VERBS.find(({ name }) => name === verbName);
  io.stdout.write(listed === undefined ? toolHelp(VERBS) : verbHelp(await listed.load()));
  return 0;
}

async function unknownVerb(seen: string, io: CommandIo): Promise<number> {
  const { closest } = await import('fastest-levenshtein');
  const names = VERBS.map(({ name }) => name);
  io.stderr.write(
    `seatrial: unknown verb ${JSON.stringify(seen)}; did you mean "${closest(seen, names)}"?\n` +
      `  verbs: ${names.join(', ')}; see: seatrial --help\n`,
  );
  return USAGE_EXIT_CODE;
}
