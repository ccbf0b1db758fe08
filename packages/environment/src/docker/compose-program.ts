import { EnvironmentError } from '../diagnostic.ts';
import { spawnProcessTree } from '../process/spawn-process-tree.ts';
import type { DockerEndpoint } from './docker-endpoint.ts';

/** The program that carries out Compose commands. */
export interface ComposeProgram {
  readonly command: readonly string[];
  /** Such as `2.40.3`. */
  readonly version: string;
  /** 1 is `docker-compose`, which is no longer developed and is taken when the plugin is not there. */
  readonly generation: 1 | 2;
}

const CANDIDATES = [
  { command: ['docker', 'compose'], generation: 2 },
  { command: ['docker-compose'], generation: 1 },
] as const;

const VERSION_TIMEOUT_MS = 10_000;

/** Asking costs as much as a service's whole start; a program does not change while we run. */
const found = new Map<string, Promise<ComposeProgram>>();

/**
 * Finds `docker compose`, or `docker-compose` when there is no plugin.
 *
 * @throws {EnvironmentError} `DOCKER_UNAVAILABLE`
 */
export function findComposeProgram({ env }: DockerEndpoint): Promise<ComposeProgram> {
  const key = [env['PATH'], env['HOME'], env['DOCKER_CONFIG']].join('\0');
  const known = found.get(key);
  if (known !== undefined) return known;
  const looking = look(env);
  found.set(key, looking);
  // Somebody may install it and try again.
  looking.catch(() => found.delete(key));
  return looking;
}

async function look(env: Readonly<Record<string, string>>): Promise<ComposeProgram> {
  const answers: string[] = [];
  for (const { command, generation } of CANDIDATES) {
    const { exitCode, output } = await run([...command, 'version', '--short'], env);
    const said = output.trim();
    if (exitCode === 0) {
      // One that somebody has built calls itself `dev`. Since 2.x the old name may be a link to the plugin.
      const version = /\d+\.\d+(?:\.\d+)?[\w.+-]*/.exec(said)?.[0] ?? said;
      return { command, version, generation: /^(?:v?2|dev)/.test(said) ? 2 : generation };
    }
    answers.push(`${command.join(' ')}: ${said.split('\n')[0] ?? ''}`);
  }
  throw new EnvironmentError('DOCKER_UNAVAILABLE', [
    {
      code: 'DOCKER_UNAVAILABLE',
      severity: 'error',
      message: 'neither `docker compose` nor `docker-compose` can be run',
      seen: answers.join('; '),
      hint: 'install the docker CLI with its compose plugin, or use the native driver',
    },
  ]);
}

async function run(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ exitCode: number | null; output: string }> {
  let output = '';
  try {
    await using tree = await spawnProcessTree(command, {
      env,
      timeoutMs: VERSION_TIMEOUT_MS,
      graceMs: 0,
      onOutput: (chunk) => {
        output += chunk.toString();
      },
    });
    const { exitCode } = await tree.exited;
    return { exitCode, output };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return { exitCode: null, output: 'not found' };
  }
}
