import type { DeviceState } from './device-state.ts';

/** What the chosen cooker last said, and when that was true. */
export class LastHeard {
  readonly #stalenessMs: number;
  #state: DeviceState | undefined;
  /** The document as it came, to tell a replay from news. */
  #document = '';
  #atMs = 0;
  #isFirstOnConnection = true;

  constructor(stalenessMs: number) {
    this.#stalenessMs = stalenessMs;
  }

  get state(): DeviceState | undefined {
    return this.#state;
  }

  /** Whether the present connection has brought a state; what is older may have been overtaken. */
  get isFromThisConnection(): boolean {
    return !this.#isFirstOnConnection;
  }

  /** How long ago the state was true; 0 before anything was heard. */
  ageMs(nowMs: number): number {
    return this.#state === undefined ? 0 : nowMs - this.#atMs;
  }

  connectionOpened(): void {
    this.#isFirstOnConnection = true;
  }

  hear(state: DeviceState, document: string, receivedAtMs: number): void {
    this.#atMs = this.#isFirstOnConnection
      ? this.#firstStateAtMs(state, document, receivedAtMs)
      : receivedAtMs;
    this.#isFirstOnConnection = false;
    this.#state = state;
    this.#document = document;
  }

  /**
   * The first state of a connection is what the cloud has in store, which may be from yesterday: the very document seen
   * before keeps its age, and so does one that is old by its own clock.
   */
  #firstStateAtMs(state: DeviceState, document: string, receivedAtMs: number): number {
    if (this.#state !== undefined && this.#document === document) return this.#atMs;
    const { updatedAtMs } = state;
    const isOld = updatedAtMs !== null && receivedAtMs - updatedAtMs > this.#stalenessMs;
    return isOld ? updatedAtMs : receivedAtMs;
  }
}
