import type { ComposeModel } from '@seatrial/environment';

import { readProjectCompose } from '../../environment/index.ts';
import { SeatrialError } from '../../evidence/index.ts';
import type { Project } from '../../project/index.ts';
import type { CommandIo } from '../verb.ts';

/**
 * The Compose file of a project that has one.
 *
 * @throws {SeatrialError} `INPUT_INVALID`
 */
export function composeOf(project: Project, io: CommandIo): ComposeModel {
  const errors = project.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw SeatrialError.input(errors);
  const compose = readProjectCompose(project, io.env);
  if (compose !== null) return compose;
  throw new SeatrialError('INPUT_INVALID', 'this project has no Compose file', {
    hint: 'write a compose.yaml, or name it in trial.compose_file',
  });
}
