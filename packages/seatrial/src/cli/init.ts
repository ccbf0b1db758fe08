import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { ComposeService } from '@seatrial/environment';

// Not through the room's index: it would load all that carries out a plan.
import { readProjectCompose } from '../environment/read-project-compose.ts';
import { SeatrialError } from '../evidence/index.ts';
import type { Repository, SeenService } from '../project/index.ts';
import { draftProject, lookAtRepository } from '../project/index.ts';
import type { InitDocument } from './documents.ts';
import type { Arguments, CommandIo, Verb } from './verb.ts';

export const initVerb: Verb = {
  name: 'init',
  summary:
    'Look at this repository and write a first config and spec that already pass `spec lint`.',
  positionals: '',
  options: {},
  details: 'Never overwrites: files that exist are left as they are and named.',
  run: async (given, io) => init(given, io),
};

function init(given: Arguments, io: CommandIo): number {
  if (given.positionals.length > 0) throw new SeatrialError('USAGE', 'init takes no arguments');
  const repository = lookAtRepository(io.workingDirectory);
  const drafts = draftProject(repository, servicesOf(repository, io.env));
  const kept = drafts.filter(({ path }) => existsSync(join(repository.root, path)));
  const written = drafts.filter((draft) => !kept.includes(draft));
  for (const { path, text } of written) {
    const file = join(repository.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const paths = {
    written: written.map(({ path }) => path),
    kept: kept.map(({ path }) => path),
  };
  io.stdout.write(given.flags.has('json') ? asJson(repository, paths) : asText(repository, paths));
  return 0;
}

interface Paths {
  readonly written: readonly string[];
  readonly kept: readonly string[];
}

function asJson(repository: Repository, paths: Paths): string {
  const { composeFile, suites } = repository;
  const document: InitDocument = { schemaVersion: 1, ...paths, composeFile, suites };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function asText(repository: Repository, { written, kept }: Paths): string {
  const seen = [
    `Compose file: ${repository.composeFile ?? 'none found; scenarios need one to name services'}`,
    ...repository.suites.map(
      ({ name, directory, because }) => `suite ${name} in ${directory} (${because})`,
    ),
  ];
  return [
    ...seen,
    ...written.map((path) => `wrote ${path}`),
    ...kept.map((path) => `kept  ${path} (exists)`),
    '',
    'Next: describe what the system is for in .session/specs/first-trial.md, then',
    '  seatrial spec lint',
    '  seatrial run',
    '',
  ].join('\n');
}

function servicesOf(repository: Repository, env: NodeJS.ProcessEnv): readonly SeenService[] {
  const { root } = repository;
  const composeFiles = repository.composeFile === null ? [] : [join(root, repository.composeFile)];
  const compose = readProjectCompose({ root, composeFiles }, env);
  if (compose === null) return [];
  return [...compose.services.values()].map((service) => ({
    name: service.name,
    hasPort: service.ports.length > 0 || service.expose.length > 0,
    healthPath: healthPathOf(service),
  }));
}

/** The path in the first HTTP URL of the healthcheck's command. */
function healthPathOf(service: ComposeService): string | null {
  const text = JSON.stringify(service.healthcheck ?? {});
  return /https?:\/\/[^/\s"'`\\]+(\/[^\s"'`\\]*)/.exec(text)?.[1] ?? null;
}
