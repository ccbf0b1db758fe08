import { appendFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Reaper } from '../process/reaper.ts';
import { spawnProcessTree } from '../process/spawn-process-tree.ts';
import type { ComposeProgram } from './compose-program.ts';
import type { DockerEndpoint } from './docker-endpoint.ts';

/** One Compose project: the same name, file and folder in every call (B-RUN-01). */
export interface ComposeProject {
  readonly program: ComposeProgram;
  readonly endpoint: DockerEndpoint;
  readonly name: string;
  /** Absolute path of the file that is handed over. */
  readonly file: string;
  /** Where relative paths of the file start. */
  readonly folder: string;
  /** Takes what Compose says. */
  readonly logFile: string;
  readonly reaper: Reaper;
}

/** What became of a Compose command. */
export interface ComposeResult {
  readonly isDone: boolean;
  readonly output: string;
}

/** An engine needs this long to take a request back. */
const GRACE_MS = 2000;
const MAX_OUTPUT_CHARS = 256 * 1024;

/** Runs a Compose command to its end; an abort ends it. */
export async function runCompose(
  project: ComposeProject,
  args: readonly string[],
  signal: AbortSignal,
): Promise<ComposeResult> {
  const { program, endpoint, name, file, folder, logFile, reaper } = project;
  const place = ['-p', name, '-f', file, '--project-directory', folder];
  // `.env` was read already, and its values are not to be put in a second time.
  const noVariables = join(dirname(file), 'no-variables.env');
  writeFileSync(noVariables, '');
  const plain = [
    '--env-file',
    noVariables,
    ...(program.generation === 2 ? ['--progress', 'plain'] : ['--ansi', 'never']),
  ];
  const command = [...program.command, ...place, ...plain, ...args];
  appendFileSync(logFile, `$ ${command.join(' ')}\n`);
  let output = '';
  await using tree = await spawnProcessTree(command, {
    cwd: folder,
    env: { ...endpoint.env, COMPOSE_IGNORE_ORPHANS: 'true' },
    logFile,
    signal,
    graceMs: GRACE_MS,
    reaper,
    onOutput: (chunk) => {
      output = (output + chunk.toString()).slice(-MAX_OUTPUT_CHARS);
    },
  });
  const { exitCode } = await tree.exited;
  signal.throwIfAborted();
  return { isDone: exitCode === 0, output };
}
