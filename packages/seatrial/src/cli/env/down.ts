import type { StopReport } from '../../environment/index.ts';
import { stopEnvironment } from '../../environment/index.ts';
import { openProject } from '../../project/index.ts';
import type { EnvironmentDownDocument } from '../documents.ts';
import type { CommandIo, Verb } from '../verb.ts';

const EXIT_ENVIRONMENT = 4;

export const envDownVerb: Verb = {
  name: 'env down',
  summary: 'Stop the environment that seatrial env up started, and say what was stopped.',
  positionals: '',
  options: {
    volumes: { type: 'boolean', short: 'v', summary: 'remove the data of the services as well' },
  },
  details: [
    'Services are stopped in reverse order of their dependencies, each with its own',
    'grace period. When nothing runs it says so and ends with 0.',
    '',
    'Exit codes: 0 nothing runs any more · 3 bad usage · 4 something is left',
  ].join('\n'),
  run: async (given, io) => {
    const project = await openProject(io.workingDirectory);
    const volumes = given.flags.has('volumes');
    const report = await stopEnvironment({ projectRoot: project.root, volumes });
    if (given.flags.has('json')) {
      const document: EnvironmentDownDocument = { schemaVersion: 1, ...report };
      io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    } else {
      say(report, io);
    }
    return report.left.length === 0 ? 0 : EXIT_ENVIRONMENT;
  },
};

function say({ wasRunning, how, services, volumesRemoved, left }: StopReport, io: CommandIo): void {
  const lines = [
    ...(wasRunning ? [] : ['nothing is running']),
    ...(how === 'last resort' ? ['whoever held the environment was gone; the rest was ended'] : []),
    ...services.map(({ name, exit }) => `stopped ${name}${exit === null ? '' : `  ${exit}`}`),
    ...(volumesRemoved ? ['removed the data of the services'] : []),
  ];
  io.stdout.write(lines.map((line) => `${line}\n`).join(''));
  for (const message of left) io.stderr.write(`${message}\n`);
}
