import { Agent } from 'undici';

/** Something that stays open from step to step. */
export interface Connection {
  /** Lets go at once; never rejects. */
  close(): Promise<void>;
}

/** What the steps of one scenario keep open; disposing closes all of it, also what is still under way. */
export class Connections implements AsyncDisposable {
  readonly #kept = new Map<string, Connection>();
  #agent: Agent | null = null;

  /** One keep-alive pool for the scenario, made on first use. Bounds come from the steps, not from it. */
  get agent(): Agent {
    this.#agent ??= new Agent({
      headersTimeout: 0,
      bodyTimeout: 0,
      connectTimeout: 0,
      allowH2: false,
      // Steps come one after the other; a second connection would only hide keep-alive trouble.
      connections: 1,
    });
    return this.#agent;
  }

  get(key: string): Connection | undefined {
    return this.#kept.get(key);
  }

  keep(key: string, connection: Connection): void {
    this.#kept.set(key, connection);
  }

  async drop(key: string): Promise<void> {
    const connection = this.#kept.get(key);
    this.#kept.delete(key);
    await connection?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const open = [...this.#kept.keys()].map((key) => this.drop(key));
    await Promise.all([...open, this.#agent?.destroy()]);
  }
}
