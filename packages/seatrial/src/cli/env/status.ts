import { environmentStatus } from '../../environment/index.ts';
import { openProject } from '../../project/index.ts';
import type { Verb } from '../verb.ts';
import { presentEnvironment } from './present-environment.ts';

const EXIT_ENVIRONMENT = 4;

export const envStatusVerb: Verb = {
  name: 'env status',
  summary: 'Show what runs, what runs it, and where it answers. Also: seatrial env ps.',
  positionals: '',
  options: {},
  details: [
    'Exit codes: 0 all services are up · 3 bad usage',
    '            4 nothing runs, it is still starting, or a service has died',
  ].join('\n'),
  run: async (given, io) => {
    const project = await openProject(io.workingDirectory);
    const status = environmentStatus(project.root, new Date());
    if (status.state === 'stopped' && !given.flags.has('json')) {
      io.stdout.write('nothing is running; start it with: seatrial env up --wait\n');
      return EXIT_ENVIRONMENT;
    }
    presentEnvironment(status, given, io);
    if (status.state === 'lost' && !given.flags.has('json')) {
      io.stderr.write('whoever held it was killed; clear up with: seatrial env down\n');
    }
    const isWhole = status.services.every(({ state }) => state !== 'died');
    return status.state === 'running' && isWhole ? 0 : EXIT_ENVIRONMENT;
  },
};
