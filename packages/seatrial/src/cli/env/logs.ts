import { styleText } from 'node:util';

import { followLogs, servicesWithLogs } from '../../environment/index.ts';
import { SeatrialError } from '../../evidence/index.ts';
import { openProject } from '../../project/index.ts';
import { terminalCapabilities } from '../../report/index.ts';
import type { EnvironmentLogsDocument } from '../documents.ts';
import { valueOf, wholeNumberOf } from '../parse-arguments.ts';
import type { Arguments, CommandIo, Verb } from '../verb.ts';

const COLORS = ['cyan', 'yellow', 'green', 'magenta', 'blue', 'red'] as const;

export const envLogsVerb: Verb = {
  name: 'env logs',
  summary: 'Show what the services have printed, each line with the name of its service.',
  positionals: '[service…]',
  options: {
    follow: { type: 'boolean', short: 'f', summary: 'go on until the environment is stopped' },
    tail: {
      type: 'string',
      value: 'n',
      short: 'n',
      summary: 'only the last n lines of each service; default all',
    },
  },
  details: [
    'The logs of the last environment stay after it was stopped, until the next',
    'seatrial env up. Ctrl-C ends --follow; the services go on.',
    '',
    'Exit codes: 0 shown · 3 bad usage · 4 there has been no environment',
  ].join('\n'),
  run: async (given, io) => logs(given, io),
};

async function logs(given: Arguments, io: CommandIo): Promise<number> {
  const project = await openProject(io.workingDirectory);
  const asJson = given.flags.has('json');
  const follow = given.flags.has('follow');
  if (asJson && follow) {
    throw new SeatrialError('USAGE', '--json prints one document, so it cannot --follow');
  }
  const request = {
    projectRoot: project.root,
    services: given.positionals,
    lastLines: valueOf(given, 'tail') === 'all' ? null : (wholeNumberOf(given, 'tail', 0) ?? null),
    follow,
  };
  if (!asJson) {
    const named = given.positionals;
    const shown = named.length > 0 ? named : servicesWithLogs(project.root);
    await followLogs({ ...request, onLine: linePrinter(shown, io) });
    return 0;
  }
  const lines = new Map<string, string[]>();
  await followLogs({
    ...request,
    onLine: (service, line) => lines.set(service, [...(lines.get(service) ?? []), line]),
  });
  const services = [...lines].map(([name, of]) => ({ name, lines: of }));
  const document: EnvironmentLogsDocument = { schemaVersion: 1, services };
  io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  return 0;
}

function linePrinter(
  names: readonly string[],
  io: CommandIo,
): (service: string, line: string) => void {
  const { color } = terminalCapabilities(io.env, io.stdout, process.platform);
  const width = Math.max(0, ...names.map((name) => name.length));
  const colors = new Map<string, (typeof COLORS)[number]>();
  return (service, line) => {
    const own = colors.get(service) ?? COLORS[colors.size % COLORS.length] ?? 'cyan';
    colors.set(service, own);
    const prefix = `${service.padEnd(width)} |`;
    const shown = color ? styleText(own, prefix, { validateStream: false }) : prefix;
    io.stdout.write(`${shown} ${line}\n`);
  };
}
