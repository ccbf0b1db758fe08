import { runProcess } from '../../process/run-process.ts';
import { buildFiles, containerFiles } from '../cases.ts';
import type { Case } from '../cases.ts';
import { missingEngine } from './by-library.ts';
import type { Contender, Surroundings } from './contender.ts';

/** What everybody would do: the whole commands. */
export const plainCompose: Contender = {
  title: 'docker compose up --wait',
  prepare: missingEngine,
  upAndDown: async (one, surroundings) => {
    const { signal } = surroundings;
    try {
      const up = await compose(one, surroundings, ['up', '--detach', '--wait']);
      const down = await compose(one, surroundings, ['down', '--volumes']);
      return { upMs: up.durationMs, downMs: down.durationMs };
    } catch (error) {
      await removeProject(one, surroundings);
      signal.throwIfAborted();
      throw error;
    }
  },
};

/** Takes away what is left of a start that did not come to its end; the signal that broke it does not break this. */
export async function removeProject(one: Case, surroundings: Surroundings): Promise<void> {
  const signal = AbortSignal.timeout(60_000);
  await compose(one, { ...surroundings, signal }, ['down', '--volumes']);
}

/** Builds what the case builds, once, so that nobody does while time is taken. */
export async function buildImages(one: Case, surroundings: Surroundings): Promise<void> {
  await compose(one, surroundings, ['build'], buildFiles(one));
}

function compose(
  one: Case,
  { project, signal }: Surroundings,
  args: readonly string[],
  files = containerFiles(one),
): ReturnType<typeof runProcess> {
  const given = files.flatMap((file) => ['--file', file]);
  const all = ['compose', '--project-name', project, ...given, ...args];
  return runProcess('docker', all, { signal, cwd: one.folder });
}
