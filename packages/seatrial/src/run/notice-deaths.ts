import { connect } from 'node:net';

import type { StartedEnvironment } from '@seatrial/environment';

/** The end of a process is told within milliseconds; a service that only closed its port costs this much. */
const NOTICE_TIMEOUT_MS = 1000;
/** How long a connection has to last to say that somebody is there. */
const KEPT_MS = 50;

/**
 * A service that dies closes its connections first; that its process has ended is told a moment later. Who
 * only looks at a broken connection would blame the check that ran, or nobody.
 */
export interface DeathNotice {
  /** Waits until the end of every service that has fallen silent is known; at once when none has. */
  readonly settle: () => Promise<void>;
}

/** Remembers which ports answer now, so that it is noticed when one falls silent. */
export async function noticeDeaths(environment: StartedEnvironment): Promise<DeathNotice> {
  const answering = await servicesByAnswer(environment, true, [...environment.services.keys()]);
  const isDead = (name: string): boolean =>
    environment.deaths.some(({ service }) => service === name);
  return {
    settle: async () => {
      const expected = answering.filter((name) => !isDead(name));
      const silent = new Set(await servicesByAnswer(environment, false, expected));
      const { promise, resolve } = Promise.withResolvers<void>();
      const look = (): void => {
        if ([...silent].every(isDead)) resolve();
      };
      const unsubscribe = environment.onDeath(look);
      const timer = setTimeout(resolve, NOTICE_TIMEOUT_MS);
      look();
      await promise;
      clearTimeout(timer);
      unsubscribe();
    },
  };
}

async function servicesByAnswer(
  environment: StartedEnvironment,
  answers: boolean,
  names: readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const port = environment.services.get(name)?.ports[0]?.hostPort;
      return port !== undefined && (await isAnswering(port)) === answers ? [name] : [];
    }),
  );
  return found.flat();
}

/**
 * Whether a connection is taken and kept. While a process is being ended its port may still take one for a
 * moment, and drops it then.
 */
async function isAnswering(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const answer = (isOpen: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(isOpen);
    };
    const timer = setTimeout(() => answer(!socket.connecting), KEPT_MS);
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
  });
}
