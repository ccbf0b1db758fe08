import { connectAnova, type AnovaOptions, type LogEvent } from '../../src/anova/index.ts';
import type { Cooker, Observation } from '../../src/device/cooker.ts';

const WAIT_MS = 8_000;
export const TOKEN = 'anova-simulator-token';

/** Short pauses, so that no test has to sit out a real one. */
export const QUICK = {
  reconnectInitialMs: 20,
  reconnectMaxMs: 100,
  authRetryInitialMs: 40,
  authRetryMaxMs: 100,
  linkWaitMs: 1_000,
} as const;

/** The fault of an observation; null when the cooker can be spoken to. */
export function faultOf(observation: Observation): string | null {
  return observation.reachable ? null : observation.fault;
}

/** What an observation says about its fault; empty when there is none. */
export function detailOf(observation: Observation): string {
  return observation.reachable ? '' : observation.detail;
}

/** An adapter under test, with what it logged and a way to wait for what it observes. */
export interface ObservedCooker extends AsyncDisposable {
  readonly cooker: Cooker;
  readonly logs: readonly LogEvent[];
  /** Resolves with the first observation, present or future, that meets the condition. */
  readonly observed: (isMeant: (observation: Observation) => boolean) => Promise<Observation>;
  /** Resolves when the cooker can be spoken to. */
  readonly reachable: () => Promise<Observation & { reachable: true }>;
  readonly faulted: (fault: string) => Promise<Observation>;
}

export function connectObserved(url: URL, options: Partial<AnovaOptions> = {}): ObservedCooker {
  const logs: LogEvent[] = [];
  const watchers = new Set<() => void>();
  const cooker = connectAnova({
    url,
    token: TOKEN,
    cookerId: undefined,
    log: (event) => {
      logs.push(event);
      for (const watch of watchers) watch();
    },
    random: () => 0.5,
    ...options,
    timings: { ...QUICK, ...options.timings },
  });
  const observed = async (isMeant: (observation: Observation) => boolean): Promise<Observation> => {
    if (isMeant(cooker.observe())) return cooker.observe();
    const { promise, resolve, reject } = Promise.withResolvers<Observation>();
    const watch = (): void => {
      if (isMeant(cooker.observe())) resolve(cooker.observe());
    };
    const unsubscribe = cooker.subscribe(watch);
    watchers.add(watch);
    const timer = setTimeout(() => {
      const last = JSON.stringify([cooker.observe(), logs.slice(-5)]);
      reject(new Error(`not observed within ${WAIT_MS} ms: ${isMeant.toString()}; last: ${last}`));
    }, WAIT_MS);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      unsubscribe();
      watchers.delete(watch);
    }
  };
  return {
    cooker,
    logs,
    observed,
    async reachable(): Promise<Observation & { reachable: true }> {
      const observation = await observed((seen) => seen.reachable);
      return observation as Observation & { reachable: true }; // that was the condition
    },
    faulted: async (fault) => await observed((seen) => faultOf(seen) === fault),
    async [Symbol.asyncDispose](): Promise<void> {
      await cooker[Symbol.asyncDispose]();
    },
  };
}
