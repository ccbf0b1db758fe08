import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

import type { ServiceCommand } from '@seatrial/environment';

import { SeatrialError } from '../evidence/index.ts';
import type { Answer, Question } from './answer-questions.ts';
import { environmentFolder } from './environment-folder.ts';
import { holdingOf, readHolder } from './holder-record.ts';

/**
 * Asks whoever holds the environment of a project how a command runs inside one of its services.
 *
 * @throws {SeatrialError} `ENVIRONMENT_NOT_RUNNING`; `USAGE` for a service that is not part of it
 */
export async function askHolder(projectRoot: string, question: Question): Promise<ServiceCommand> {
  const record = readHolder(environmentFolder(projectRoot));
  if (record === null || holdingOf(record) === null)
    throw notRunning('no environment of this project runs');
  if (record.socket === null) throw notRunning('the environment is still starting');
  const answer = await exchange(record.socket, question);
  if (answer.kind === 'command') return answer;
  throw new SeatrialError('USAGE', answer.message);
}

function notRunning(message: string): SeatrialError {
  return new SeatrialError('ENVIRONMENT_NOT_RUNNING', message, {
    hint: 'start it with: seatrial env up --wait',
  });
}

async function exchange(path: string, question: Question): Promise<Answer> {
  const socket = connect({ path, allowHalfOpen: true });
  socket.end(JSON.stringify(question));
  return JSON.parse(await text(socket)) as Answer;
}
