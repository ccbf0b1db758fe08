/** `received` came from a client (what the gateway sent out), `sent` went to one. */
export type Direction = 'received' | 'sent';

export interface WireMessage {
  /** Counts up from 1; gaps mean that older messages were dropped. */
  readonly seq: number;
  readonly at: string;
  readonly direction: Direction;
  readonly command: string | null;
  readonly requestId: string | null;
  readonly message: unknown;
}

const CAPACITY = 1000;

/**
 * The last thousand messages of each direction, so that a trial can prove what was sent and what was not: the steady
 * stream of states never pushes a command out.
 */
export class History {
  #received: WireMessage[] = [];
  #sent: WireMessage[] = [];
  #seq = 0;

  record(direction: Direction, message: unknown): void {
    this.#seq += 1;
    const messages = direction === 'received' ? this.#received : this.#sent;
    messages.push({
      seq: this.#seq,
      at: new Date().toISOString(),
      direction,
      command: textField(message, 'command'),
      requestId: textField(message, 'requestId'),
      message,
    });
    if (messages.length > CAPACITY) messages.shift();
  }

  /** Oldest first. */
  find(filter: { readonly direction?: string; readonly command?: string }): readonly WireMessage[] {
    return [...this.#received, ...this.#sent]
      .filter(
        (message) =>
          (filter.direction === undefined || message.direction === filter.direction) &&
          (filter.command === undefined || message.command === filter.command),
      )
      .toSorted((one, other) => one.seq - other.seq);
  }

  clear(): void {
    this.#received = [];
    this.#sent = [];
  }
}

function textField(message: unknown, field: string): string | null {
  if (typeof message !== 'object' || message === null) return null;
  const value: unknown = Reflect.get(message, field);
  return typeof value === 'string' ? value : null;
}
