import type { ServiceDeath } from '../environment.ts';

/** Services that ended unexpectedly after the start, and who wants to hear of it. */
export class DeathRegister {
  readonly deaths: ServiceDeath[] = [];
  readonly #listeners = new Set<(death: ServiceDeath) => void>();

  add(death: ServiceDeath): void {
    this.deaths.push(death);
    for (const listener of this.#listeners) listener(death);
  }

  onDeath(listener: (death: ServiceDeath) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
