import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import type {
  CommandAttachment,
  Reaper,
  ServiceCommand,
  StartedEnvironment,
} from '@seatrial/environment';
import { EnvironmentError } from '@seatrial/environment';

/** What another process asks the holder: how a command runs as if it were inside a service. */
export interface Question {
  readonly service: string;
  readonly command: readonly string[];
  readonly attachment: CommandAttachment;
}

export type Answer =
  | ({ readonly kind: 'command' } & ServiceCommand)
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** A socket that only this user can reach. */
export interface Door extends AsyncDisposable {
  readonly path: string;
}

/** Answers one question a connection, as JSON. The socket lies in a folder of its own: its path must be short. */
export async function answerQuestions(started: StartedEnvironment, reaper: Reaper): Promise<Door> {
  // Made with mode 0700.
  const folder = mkdtempSync(join(tmpdir(), 'seatrial-'));
  reaper.watchFolder(folder);
  const path = join(folder, 'holder.sock');
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    // Who asked may be gone before it is answered.
    socket.on('error', () => socket.destroy());
    void converse(socket, started);
  });
  server.listen(path);
  await once(server, 'listening');
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      server.close();
      await once(server, 'close');
      rmSync(folder, { recursive: true, force: true });
      reaper.releaseFolder(folder);
    },
  };
}

async function converse(socket: Socket, started: StartedEnvironment): Promise<void> {
  try {
    const question = JSON.parse(await text(socket)) as Question;
    socket.end(JSON.stringify(answer(question, started)));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    socket.end(JSON.stringify({ kind: 'refused', code: 'QUESTION_INVALID', message }));
  }
}

function answer({ service, command, attachment }: Question, started: StartedEnvironment): Answer {
  try {
    return { kind: 'command', ...started.commandIn(service, command, attachment) };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return { kind: 'refused', code: error.code, message: error.message };
  }
}
