import type {
  CommandOutcome,
  Cooker,
  CookerReading,
  CookOrder,
  LinkDiagnostics,
  LinkFault,
  Observation,
} from '../../src/device/cooker.ts';

const IDLE: CookerReading = {
  state: 'idle',
  alerts: [],
  currentCelsius: 22.5,
  targetCelsius: null,
  timer: null,
  timerSeconds: null,
  deviceCookId: null,
};

/** A cooker in memory: does as it is told, unless a test says how the next command ends. */
export class MemoryCooker implements Cooker {
  readonly orders: CookOrder[] = [];
  stops = 0;
  /** Awaited before a command takes effect, so that a test can hold it back. */
  gate: Promise<void> = Promise.resolve();
  nextOutcome: CommandOutcome | null = null;
  #observation: Observation = { reachable: true, reading: IDLE, ageMs: 0 };
  readonly #listeners = new Set<(observation: Observation) => void>();

  observe(): Observation {
    return this.#observation;
  }

  async start(order: CookOrder): Promise<CommandOutcome> {
    this.orders.push(order);
    await this.gate;
    return (
      this.#scripted() ??
      this.#confirm({
        state: 'preheating',
        targetCelsius: order.targetCelsius,
        timerSeconds: order.timerSeconds,
        deviceCookId: `device-${this.orders.length}`,
      })
    );
  }

  async stop(): Promise<CommandOutcome> {
    this.stops += 1;
    await this.gate;
    return this.#scripted() ?? this.#confirm(IDLE);
  }

  diagnostics(): LinkDiagnostics {
    return { connected: true, reconnects: 0, lastMessageAgeMs: 0, fault: null };
  }

  subscribe(listener: (observation: Observation) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listeners.clear();
  }

  /** The device reports a change. */
  report(change: Partial<CookerReading>): CookerReading {
    const before = this.#observation.reachable ? this.#observation.reading : IDLE;
    const reading = { ...before, ...change };
    this.#tell({ reachable: true, reading, ageMs: 0 });
    return reading;
  }

  reportIdle(): void {
    this.report(IDLE);
  }

  lose(fault: LinkFault): void {
    this.#tell({ reachable: false, fault, detail: 'lost by a test' });
  }

  #scripted(): CommandOutcome | null {
    const outcome = this.nextOutcome;
    this.nextOutcome = null;
    return outcome;
  }

  #confirm(change: Partial<CookerReading>): CommandOutcome {
    return { outcome: 'confirmed', reading: this.report(change) };
  }

  #tell(observation: Observation): void {
    this.#observation = observation;
    for (const listener of this.#listeners) listener(observation);
  }
}
