/** Waits for conditions that somebody else announces. */
export class Waiters {
  readonly #checks = new Set<() => void>();

  /** Looks at every awaited condition again. */
  wake(): void {
    for (const check of this.#checks) check();
  }

  /** @returns whether the condition came to hold in time */
  async until(isReached: () => boolean, withinMs: number): Promise<boolean> {
    if (isReached()) return true;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const check = (): void => {
      if (isReached()) resolve(true);
    };
    this.#checks.add(check);
    const timer = setTimeout(() => {
      resolve(false);
    }, withinMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#checks.delete(check);
    }
  }
}
