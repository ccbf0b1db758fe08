import type { Diagnostic } from '../evidence/index.ts';
import { formatDiagnostic, SeatrialError, suggest } from '../evidence/index.ts';
import { openProject } from '../project/index.ts';
// Not through the room's index: it would load all that carries out a plan.
import { lintTrial } from '../run/lint-trial.ts';
import { readSpecifications, scenarioJsonSchema } from '../spec/index.ts';
import { amount } from './amount.ts';
import type { LintDocument } from './documents.ts';
import type { Arguments, CommandIo, Verb } from './verb.ts';

const EXIT_INPUT = 3;

const ACTIONS: Readonly<Record<string, (given: Arguments, io: CommandIo) => Promise<number>>> = {
  lint,
  parse,
  schema: async (given, io) => schema(given, io),
};

export const specVerb: Verb = {
  name: 'spec',
  summary: 'Check spec files, show one as data, or print the JSON Schema of a scenario block.',
  positionals: 'lint | parse <spec> | schema',
  options: {},
  details: [
    '  lint          read config, work items, Compose file and all specs; name',
    '                everything that is wrong',
    '  parse <spec>  print one spec (work item id or file name) as JSON',
    '  schema        print the JSON Schema of the ```yaml scenario block',
    '',
    'Exit codes of lint: 0 nothing wrong · 3 an error',
  ].join('\n'),
  run: async (given, io) => {
    const [action = ''] = given.positionals;
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (act !== undefined) return act(given, io);
    const names = Object.keys(ACTIONS);
    throw new SeatrialError('USAGE', `spec: expected one of ${names.join(', ')}, got "${action}"`, {
      hint: suggest(action, names),
    });
  },
};

async function lint(given: Arguments, io: CommandIo): Promise<number> {
  const { diagnostics, specifications, scenarios } = await lintTrial(io.workingDirectory, io.env);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const exitCode = errors > 0 ? EXIT_INPUT : 0;
  if (given.flags.has('json')) {
    const document: LintDocument = {
      schemaVersion: 1,
      specifications,
      scenarios,
      diagnostics,
      exitCode,
    };
    io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return exitCode;
  }
  const warnings = diagnostics.length - errors;
  io.stdout.write(
    [
      ...diagnostics.map((diagnostic: Diagnostic) => formatDiagnostic(diagnostic)),
      `${amount(specifications, 'spec')}, ${amount(scenarios, 'scenario')}: ` +
        `${amount(errors, 'error')}, ${amount(warnings, 'warning')}`,
      '',
    ].join('\n'),
  );
  return exitCode;
}

async function parse(given: Arguments, io: CommandIo): Promise<number> {
  const [, name] = given.positionals;
  if (name === undefined) throw new SeatrialError('USAGE', 'spec parse needs the name of a spec');
  const project = await openProject(io.workingDirectory);
  const { specifications } = await readSpecifications(project);
  const found = specifications.find(
    ({ file, workItem }) =>
      workItem === name ||
      file === name ||
      file.endsWith(`/${name}`) ||
      file.endsWith(`/${name}.md`),
  );
  if (found === undefined) {
    const names = specifications.map(({ file, workItem }) => workItem ?? file);
    throw new SeatrialError('CHECK_NOT_FOUND', `no spec is called ${JSON.stringify(name)}`, {
      hint: suggest(name, names),
    });
  }
  io.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  return found.diagnostics.some(({ severity }) => severity === 'error') ? EXIT_INPUT : 0;
}

function schema(_given: Arguments, io: CommandIo): number {
  io.stdout.write(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
  return 0;
}
