import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 15;

/**
 * Asks again and again until there is an answer.
 *
 * @param what - what is waited for, for the message
 * @throws {Error} when there is none in time
 */
export async function eventually<Answer>(
  what: string,
  ask: () => Answer | undefined | Promise<Answer | undefined>,
  timeoutMs = 15_000,
): Promise<Answer> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > until) throw new Error(`not within ${timeoutMs} ms: ${what}`);
    await delay(POLL_MS);
  }
}
