import { createInterface } from 'node:readline';

import type { EngineEvent } from './engine-answers.ts';
import type { EngineApi } from './engine-api.ts';

/** What happens to containers of a project, told as it happens. */
export interface ContainerEvents {
  /** Tells of every event of this container from now on; returns the function that ends it. */
  listen(containerId: string, listener: (event: EngineEvent) => void): () => void;
  close(): void;
}

const ACTIONS = ['die', 'health_status', 'pause', 'unpause', 'start'];

/**
 * Opens the engine's stream of events for one project; resolves when nothing can be missed any more.
 *
 * @param onBroken - the stream has ended although it was not closed: the engine is gone
 */
export async function openContainerEvents(
  api: EngineApi,
  project: string,
  onBroken: () => void,
): Promise<ContainerEvents> {
  const closing = new AbortController();
  const listeners = new Map<string, Set<(event: EngineEvent) => void>>();
  const filters = JSON.stringify({
    type: ['container'],
    event: ACTIONS,
    label: [`com.docker.compose.project=${project}`],
  });
  const answer = await api.open('GET', '/events', { query: { filters }, signal: closing.signal });
  const read = async (): Promise<void> => {
    for await (const line of createInterface({ input: answer })) {
      // The documentation of the API gives the shape.
      const event = JSON.parse(line) as EngineEvent;
      for (const listener of listeners.get(event.Actor.ID) ?? []) listener(event);
    }
  };
  const ended = (): void => {
    if (!closing.signal.aborted) onBroken();
  };
  read().then(ended, ended);
  answer.on('error', () => undefined);
  return {
    listen: (containerId, listener) => {
      const all = listeners.get(containerId) ?? new Set();
      listeners.set(containerId, all.add(listener));
      return () => {
        all.delete(listener);
      };
    },
    close: () => closing.abort(),
  };
}
