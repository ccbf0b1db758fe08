import type { Diagnostic } from '../evidence/index.ts';
import type { ConfigFile } from './config-schema.ts';
import { toMs } from './first-defined.ts';
import type { JsonDocument, JsonPath } from './json-document.ts';
import { splitCommand } from './split-command.ts';
import type { Suite } from './suite.ts';

type RawSuite = NonNullable<NonNullable<ConfigFile['trial']>['suites']>[number];

/** `trial.suites` with defaults, and what is wrong with them beyond types. */
export function normaliseSuites(
  raw: readonly RawSuite[],
  document: JsonDocument | null,
): { readonly suites: readonly Suite[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const complain = (path: JsonPath, code: string, message: string, hint: string): void => {
    const place = document?.positionOf(['trial', 'suites', ...path]);
    diagnostics.push({ code, severity: 'error', message, hint, ...place });
  };
  const names = new Set<string>();
  const suites = raw.map((suite, index) => {
    if (names.has(suite.name)) {
      const message = `two suites are named ${JSON.stringify(suite.name)}`;
      complain([index, 'name'], 'CONFIG_DUPLICATE_SUITE', message, 'give one another name');
    }
    names.add(suite.name);
    const command = typeof suite.command === 'string' ? splitCommand(suite.command) : suite.command;
    if (command === null || command?.length === 0) {
      const message = 'the command is empty, or a quote in it is not closed';
      complain([index, 'command'], 'CONFIG_COMMAND', message, 'close it, or write a list of words');
    }
    if (suite.runner === 'junit') complainOfJunit(suite, index, complain);
    const source = document?.positionOf(['trial', 'suites', index]);
    return {
      name: suite.name,
      runner: suite.runner,
      directory: trimDirectory(suite.directory ?? '.'),
      files: suite.files ?? [],
      command: command ?? null,
      report: suite.report ?? null,
      required: suite.required ?? true,
      timeoutMs: toMs(suite.timeout_seconds, 300_000),
      needsEnvironment: suite.environment ?? false,
      source: source ?? { file: '.session/config.json', line: 1, column: 1 },
    };
  });
  return { suites, diagnostics };
}

function complainOfJunit(
  suite: RawSuite,
  index: number,
  complain: (path: JsonPath, code: string, message: string, hint: string) => void,
): void {
  for (const key of ['command', 'report'] as const) {
    if (suite[key] !== undefined) continue;
    const message = `suite ${JSON.stringify(suite.name)} has the runner junit but no "${key}"`;
    const hint =
      key === 'command'
        ? 'name the command that runs the tests'
        : 'name the XML files that the command writes, e.g. "build/test-results/**/*.xml"';
    complain([index], 'CONFIG_SUITE_INCOMPLETE', message, hint);
  }
}

function trimDirectory(directory: string): string {
  const trimmed = directory
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .replace(/\/+$/, '');
  return trimmed === '' ? '.' : trimmed;
}
