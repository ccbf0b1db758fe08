import type { Repository } from './look-at-repository.ts';

/** A service of the Compose file, as far as a first spec needs it. */
export interface SeenService {
  readonly name: string;
  /** Path that its healthcheck asks for; null when it has none over HTTP. */
  readonly healthPath: string | null;
  /** True when it has a port that may speak HTTP. */
  readonly hasPort: boolean;
}

/** A file that `seatrial init` proposes; the path is relative to the project root. */
export interface DraftFile {
  readonly path: string;
  readonly text: string;
}

/** Writes the first config and spec of a repository: they pass `seatrial spec lint` as they are. */
export function draftProject(
  repository: Repository,
  services: readonly SeenService[],
): readonly DraftFile[] {
  return [
    { path: '.session/config.json', text: draftConfig(repository) },
    { path: '.session/specs/first-trial.md', text: draftSpec(repository, services) },
  ];
}

function draftConfig(repository: Repository): string {
  const suites = repository.suites.map(({ name, runner, directory }) => ({
    name,
    runner,
    directory,
  }));
  const trial = {
    ...(repository.composeFile === null ? {} : { compose_file: repository.composeFile }),
    suites,
  };
  return `${JSON.stringify({ trial }, null, 2)}\n`;
}

function draftSpec(repository: Repository, services: readonly SeenService[]): string {
  const probed = services.filter(({ hasPort, healthPath }) => hasPort && healthPath !== null);
  const mute = services.filter((service) => !probed.includes(service));
  return [
    `# First trial of ${repository.name}`,
    '',
    'What must hold before this system is shipped. Prose is for people; the `yaml scenario` blocks run.',
    'A scenario that has neither a block nor a `Proof:` line is reported as not proven.',
    '',
    '## Requirements',
    '',
    ...probed.map(
      ({ name }, index) => `- R-${index + 1}: ${name} answers when asked for its health.`,
    ),
    ...(probed.length === 0 ? ['- R-1: The system does what it is for.'] : []),
    '',
    '## Scenarios',
    '',
    ...probed.flatMap((service, index) => healthScenario(service, index + 1)),
    ...purposeScenario(probed.length + 1, mute),
  ].join('\n');
}

function healthScenario(service: SeenService, number: number): readonly string[] {
  return [
    `### S-${number} ${service.name} is healthy`,
    '',
    `Covers: R-${number}`,
    '',
    '```yaml scenario',
    'steps:',
    `  - http: GET ${service.name}${service.healthPath ?? '/'}`,
    '    expect:',
    '      status: 2xx',
    '```',
    '',
  ];
}

/** The one scenario that only the team can write; it keeps the verdict honest until it is written. */
function purposeScenario(number: number, mute: readonly SeenService[]): readonly string[] {
  const names = mute.map(({ name }) => name).join(', ');
  const untouched = mute.length === 0 ? [] : ['', `Not driven by any scenario yet: ${names}.`];
  return [
    `### S-${number} What this system is for`,
    '',
    ...(number === 1 ? ['Covers: R-1', ''] : []),
    'Setup: what has to be there. Actions: what a user does. Expected: what the user sees, and what is stored.',
    ...untouched,
    '',
    'Replace this text by a block such as:',
    '',
    '    ```yaml scenario',
    '    steps:',
    '      - http: POST service/path',
    '        json: { a: 1 }',
    '        expect: { status: 201, json: { id: { $type: uuid } } }',
    '    ```',
    '',
  ];
}
