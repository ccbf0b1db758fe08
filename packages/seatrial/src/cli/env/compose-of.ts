import { resolve } from 'node:path';

import type { ComposeModel } from '@seatrial/environment';

import { readProjectCompose } from '../../environment/index.ts';
import { SeatrialError } from '../../evidence/index.ts';
import type { Project } from '../../project/index.ts';
import type { Arguments, CommandIo, OptionSpecification } from '../verb.ts';

/** Options that say which services there are. */
export const COMPOSE_OPTIONS: Readonly<Record<string, OptionSpecification>> = {
  file: {
    type: 'string',
    value: 'path',
    short: 'f',
    multiple: true,
    summary: 'Compose file instead of that of the project; each overlays the ones before it',
  },
  profile: {
    type: 'string',
    value: 'name',
    multiple: true,
    summary: 'switch on a profile of the Compose file',
  },
};

/** What is to be started, as another process can read it again. */
export interface ChosenCompose {
  readonly compose: ComposeModel;
  /** Absolute. */
  readonly composeFiles: readonly string[];
  readonly profiles: readonly string[];
}

/**
 * The Compose files that were named, else those of the project.
 *
 * @throws {SeatrialError} `INPUT_INVALID`
 */
export function composeOf(project: Project, given: Arguments, io: CommandIo): ChosenCompose {
  const errors = project.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw SeatrialError.input(errors);
  const { trial } = project.config;
  const named = given.values.get('file')?.map((path) => resolve(io.workingDirectory, path));
  const composeFiles = named ?? project.composeFiles;
  const profiles = [...trial.profiles, ...(given.values.get('profile') ?? [])];
  const compose = readProjectCompose({ root: project.root, composeFiles }, io.env, profiles);
  if (compose !== null) return { compose, composeFiles, profiles };
  throw new SeatrialError('INPUT_INVALID', 'this project has no Compose file', {
    hint: 'write a compose.yaml, name it with --file, or in trial.compose_file',
  });
}
