import { setTimeout as delay } from 'node:timers/promises';

import type { DockerProject } from '../leftovers/holding.ts';
import { findDockerEndpoint } from './docker-endpoint.ts';
import { EngineApi, EngineError } from './engine-api.ts';

/** Something that carries the project's label. */
export interface DockerThing {
  readonly kind: 'container' | 'network' | 'volume';
  readonly id: string;
  readonly name: string;
}

/** A request that was under way when its sender was killed may still be carried out; then there is more to remove. */
const MAX_ROUNDS = 10;
/** What is on its way already needs a moment. */
const ROUND_MS = 100;

/**
 * Removes every container, network and volume of the project, and nothing else: external ones do not carry its label.
 * What is already gone is no failure.
 *
 * @returns what could not be removed, normally nothing
 * @throws {Error} when the engine does not answer
 */
export async function removeDockerProject(
  { project, env }: DockerProject,
  options: { signal?: AbortSignal } = {},
): Promise<readonly DockerThing[]> {
  const api = new EngineApi(findDockerEndpoint(env));
  try {
    let left = await listDockerProject(api, project, options.signal);
    for (let round = 0; round < MAX_ROUNDS && left.length > 0; round += 1) {
      if (round > 0) await delay(ROUND_MS);
      // Networks and volumes can go once no container uses them.
      for (const kind of ['container', 'network', 'volume'] as const) {
        const some = left.filter((thing) => thing.kind === kind);
        await Promise.all(some.map((thing) => remove(api, thing, options.signal)));
      }
      left = await listDockerProject(api, project, options.signal);
    }
    return left;
  } finally {
    api.close();
  }
}

/** Everything at the engine that carries the project's label. */
export async function listDockerProject(
  api: EngineApi,
  project: string,
  signal?: AbortSignal,
): Promise<readonly DockerThing[]> {
  const filters = JSON.stringify({ label: [`com.docker.compose.project=${project}`] });
  const options = signal === undefined ? {} : { signal };
  const [containers, networks, volumes] = await Promise.all([
    api.get<readonly { Id: string; Names: readonly string[] }[]>('/containers/json', {
      ...options,
      query: { all: 'true', filters },
    }),
    api.get<readonly { Id: string; Name: string }[]>('/networks', {
      ...options,
      query: { filters },
    }),
    api.get<{ Volumes: readonly { Name: string }[] | null }>('/volumes', {
      ...options,
      query: { filters },
    }),
  ]);
  return [
    ...containers.map(({ Id, Names }) => ({
      kind: 'container' as const,
      id: Id,
      name: Names[0]?.replace(/^\//, '') ?? Id,
    })),
    ...networks.map(({ Id, Name }) => ({ kind: 'network' as const, id: Id, name: Name })),
    ...(volumes.Volumes ?? []).map(({ Name }) => ({
      kind: 'volume' as const,
      id: Name,
      name: Name,
    })),
  ];
}

async function remove(
  api: EngineApi,
  { kind, id }: DockerThing,
  signal: AbortSignal | undefined,
): Promise<void> {
  const query = kind === 'container' ? { force: 'true', v: 'true' } : undefined;
  try {
    await api.send('DELETE', `/${kind}s/${encodeURIComponent(id)}`, {
      ...(query === undefined ? {} : { query }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    // Gone or on its way already (404, 409), or still in use (403, 409): the next look tells.
    if (!(error instanceof EngineError)) throw error;
  }
}
