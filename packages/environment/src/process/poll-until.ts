import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again and again until the condition holds or the time is over.
 *
 * @returns whether the condition held in time
 */
export async function pollUntil(
  condition: () => boolean | Promise<boolean>,
  options: { timeoutMs: number; intervalMs?: number },
): Promise<boolean> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    if (await condition()) return true;
    const leftMs = deadline - performance.now();
    if (leftMs <= 0) return false;
    await delay(Math.min(options.intervalMs ?? 10, leftMs));
  }
}
