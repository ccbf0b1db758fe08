import type { CookerReading } from '../device/cooker.ts';
import type { Log } from '../log-event.ts';
import type { SafeCook } from '../safety/safe-cook.ts';
import type { Cook, CookEnd, CookHistory } from './cook-history.ts';
import { newsOf } from './cook-news.ts';

/**
 * The one cook of ours that is not over, in memory and in the history. Memory is what the gateway acts on;
 * once a command has left, a history that cannot be written is reported, but stops nothing.
 */
export class OpenCook {
  readonly #history: CookHistory;
  readonly #log: Log;
  readonly #now: () => number;
  #current: Cook | null;

  constructor(options: { history: CookHistory; log: Log; now: () => number }) {
    this.#history = options.history;
    this.#log = options.log;
    this.#now = options.now;
    this.#current = this.#history.openCook();
  }

  get current(): Cook | null {
    return this.#current;
  }

  /**
   * Opens a cook whose command is about to leave; closes the one before it, which the device no longer runs.
   *
   * @throws when it cannot be written down: then no command may leave
   */
  begin(
    cookId: string,
    cook: SafeCook,
    order: { targetCelsius: number; before: CookerReading },
  ): Cook {
    if (this.#current !== null) this.end(this.#endBefore(this.#current, order.before));
    const opened: Cook = {
      cookId,
      targetCelsius: order.targetCelsius,
      timeMinutes: cook.timeMinutes,
      foodType: cook.foodType,
      thicknessMm: cook.thicknessMm,
      requestedAtMs: this.#now(),
      phase: 'starting',
      startedAtMs: null,
      completedAtMs: null,
      deviceCookId: null,
    };
    this.#history.add(opened);
    this.#current = opened;
    return opened;
  }

  /** The device has shown the cook. */
  confirm(reading: CookerReading): Cook {
    const cook = this.#required();
    return this.#change({
      ...cook,
      phase: 'running',
      startedAtMs: this.#now(),
      deviceCookId: reading.deviceCookId,
    });
  }

  /** The command has left, but nobody has seen its effect. */
  doubt(): void {
    this.#change({ ...this.#required(), phase: 'uncertain' });
  }

  /** Follows what the device reports. */
  hear(reading: CookerReading, nowMs: number): void {
    if (this.#current === null) return;
    const news = newsOf(this.#current, reading, nowMs);
    switch (news.kind) {
      case 'nothing':
        return;
      case 'changed':
        this.#change(news.cook);
        return;
      case 'ended':
        this.#log({
          level: 'info',
          msg: 'cook ended',
          cookId: this.#current.cookId,
          reason: news.reason,
        });
        this.end(news.reason);
        return;
      default:
        news satisfies never;
    }
  }

  end(reason: CookEnd): void {
    const cook = this.#current;
    if (cook === null) return;
    this.#current = null;
    this.#write(() => {
      this.#history.close(cook.cookId, { reason, atMs: this.#now() });
    });
  }

  #endBefore(cook: Cook, before: CookerReading): CookEnd {
    if (cook.phase !== 'running') return 'never-started';
    return before.state === 'done' ? 'completed' : 'replaced';
  }

  #required(): Cook {
    if (this.#current === null) throw new Error('no cook is open');
    return this.#current;
  }

  #change(cook: Cook): Cook {
    this.#current = cook;
    this.#write(() => {
      this.#history.update(cook);
    });
    return cook;
  }

  #write(write: () => void): void {
    try {
      write();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#log({ level: 'error', msg: 'cook history not written', reason });
    }
  }
}
