import { SeatrialError, suggest } from '../evidence/index.ts';
import type { ReporterName } from '../report/index.ts';
import { REPORTERS } from '../report/index.ts';
import type { Arguments, CommandIo } from './verb.ts';

/** Variables that coding agents set for the commands they run. */
const AGENT_VARIABLES = ['CLAUDECODE', 'CODEX_SANDBOX', 'CURSOR_AGENT', 'GEMINI_CLI', 'AI_AGENT'];

/**
 * What to show: what was asked for; else nothing but the document under `--json`, the short form for a
 * coding agent whose output is not a terminal, and the terminal for everybody else. On GitHub,
 * annotations come on top.
 *
 * @throws {SeatrialError} `USAGE` for a reporter that does not exist
 */
export function selectReporters(given: Arguments, io: CommandIo): readonly ReporterName[] {
  if (given.flags.has('json')) return [];
  const asked = given.values.get('reporter');
  if (asked !== undefined) return asked.flatMap((names) => names.split(',')).map(toReporter);
  const isAgent = AGENT_VARIABLES.some((name) => (io.env[name] ?? '') !== '');
  const main: ReporterName = isAgent && !io.stdout.isTTY ? 'agent' : 'terminal';
  return io.env['GITHUB_ACTIONS'] === 'true' ? [main, 'github'] : [main];
}

function toReporter(name: string): ReporterName {
  if (isReporter(name)) return name;
  throw new SeatrialError('USAGE', `--reporter: no reporter is called ${JSON.stringify(name)}`, {
    hint: suggest(name, Object.keys(REPORTERS)),
  });
}

function isReporter(name: string): name is ReporterName {
  return Object.hasOwn(REPORTERS, name);
}
