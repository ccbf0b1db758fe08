import type { CommandOutcome, Cooker, CookerReading, Observation } from '../device/cooker.ts';
import type { Log } from '../log-event.ts';
import { type Outcome, accept } from '../refusal.ts';
import type { SafeCook } from '../safety/safe-cook.ts';
import type { Cook, CookHistory } from './cook-history.ts';
import { type CookStatus, cookStatus, elapsedMinutes, roundedCelsius } from './cook-status.ts';
import { type Estimate, estimateCompletion } from './estimate.ts';
import { HeatingPace } from './heating-pace.ts';
import { Mutex } from './mutex.ts';
import { OpenCook } from './open-cook.ts';
import {
  refuseBusy,
  refuseFaulty,
  refuseForLink,
  refuseIdle,
  refuseRejected,
  refuseUnconfirmed,
  refuseUnknownState,
} from './refusals.ts';
import { toOrder } from './to-order.ts';

/**
 * An identical start is the same cook when it comes this long after our own: its caller never saw the first
 * answer. ChatGPT gives up after 45 s, so its second try falls well inside. Nobody gives up within a second,
 * so what comes sooner is a second start at the same time, and finds the cooker busy.
 */
const REPEAT_WINDOW_MS = { from: 1_000, to: 90_000 };

export interface CookingOptions {
  readonly cooker: Cooker;
  readonly history: CookHistory;
  readonly log: Log;
  /** Wall clock, milliseconds since the epoch. */
  readonly now: () => number;
  /** A fresh UUID. */
  readonly newId: () => string;
}

export interface StartedCook {
  readonly cookId: string;
  readonly deviceState: 'preheating' | 'cooking';
  /** What the device was told, which is never above its own ceiling. */
  readonly targetCelsius: number;
  readonly timeMinutes: number;
  readonly estimate: Estimate | null;
  readonly warnings: readonly string[];
  /** True when an earlier, identical start is answered again. */
  readonly isRepeat: boolean;
}

export interface StoppedCook {
  /** Null when the cook was not started through this gateway. */
  readonly cookId: string | null;
  /** As read just before the stop. */
  readonly finalCelsius: number | null;
  readonly totalMinutes: number | null;
}

/** Start, stop and status of the one cooker: one command at a time, and the device's word is the truth. */
export class Cooking implements Disposable {
  readonly #cooker: Cooker;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #newId: () => string;
  readonly #open: OpenCook;
  readonly #mutex = new Mutex();
  readonly #pace = new HeatingPace();
  readonly #unsubscribe: () => void;
  #pendingStarts = 0;
  #isCommanding = false;
  /** Only a start of this process is repeated; after a restart a second start finds the device busy. */
  #lastStartedId: string | null = null;

  constructor(options: CookingOptions) {
    this.#cooker = options.cooker;
    this.#log = options.log;
    this.#now = options.now;
    this.#newId = options.newId;
    this.#open = new OpenCook(options);
    this.#unsubscribe = this.#cooker.subscribe((observation) => {
      this.#onObservation(observation);
    });
    this.#onObservation(this.#cooker.observe());
  }

  /** Refuses with 409 what arrives together with another start; a later identical one is a repeat. */
  async start(cook: SafeCook): Promise<Outcome<StartedCook>> {
    if (this.#pendingStarts > 0) return refuseBusy('preheating');
    this.#pendingStarts += 1;
    try {
      return await this.#mutex.run(() => this.#start(cook).finally(() => this.#catchUp()));
    } finally {
      this.#pendingStarts -= 1;
    }
  }

  /** Waits for a start under way and then stops it: stop wins. */
  stop(): Promise<Outcome<StoppedCook>> {
    return this.#mutex.run(() => this.#stop().finally(() => this.#catchUp()));
  }

  /** Answers at once from what the device last said. */
  status(): Outcome<CookStatus> {
    const observation = this.#cooker.observe();
    if (!observation.reachable) return refuseForLink(observation.fault);
    const { reading } = observation;
    const cook = this.#open.current;
    return accept(cookStatus(reading, cook, this.#estimate(reading, cook)));
  }

  [Symbol.dispose](): void {
    this.#unsubscribe();
  }

  async #start(cook: SafeCook): Promise<Outcome<StartedCook>> {
    const observation = this.#cooker.observe();
    if (!observation.reachable) return refuseForLink(observation.fault);
    const { reading } = observation;
    this.#open.hear(reading, this.#now());
    const repeated = this.#repeated(cook, reading);
    if (repeated !== null) return accept(repeated);
    const refusal = refuseStartIn(reading);
    return refusal ?? this.#command(cook, reading);
  }

  #repeated(cook: SafeCook, reading: CookerReading): StartedCook | null {
    const open = this.#open.current;
    if (open === null || open.cookId !== this.#lastStartedId || open.phase !== 'running')
      return null;
    if (reading.state !== 'preheating' && reading.state !== 'cooking') return null;
    const ageMs = this.#now() - open.requestedAtMs;
    const isRetry = ageMs >= REPEAT_WINDOW_MS.from && ageMs <= REPEAT_WINDOW_MS.to;
    if (!isRetry || !isSame(cook, open)) return null;
    return this.#started({ cook, open, reading, isRepeat: true });
  }

  async #command(cook: SafeCook, before: CookerReading): Promise<Outcome<StartedCook>> {
    const order = toOrder(cook);
    // Written down before the command leaves: a crash in between must not forget what may be heating.
    const open = this.#open.begin(this.#newId(), cook, {
      targetCelsius: order.targetCelsius,
      before,
    });
    this.#lastStartedId = open.cookId;
    const outcome = await this.#commanding(() => this.#cooker.start(order));
    switch (outcome.outcome) {
      case 'confirmed': {
        const running = this.#open.confirm(outcome.reading);
        this.#log({
          level: 'info',
          msg: 'cook started',
          cookId: running.cookId,
          targetCelsius: running.targetCelsius,
          timeMinutes: running.timeMinutes,
        });
        return accept(
          this.#started({ cook, open: running, reading: outcome.reading, isRepeat: false }),
        );
      }
      case 'rejected':
        this.#open.end('never-started');
        this.#log({ level: 'warn', msg: 'start rejected', reason: outcome.reason });
        return refuseRejected(outcome.reason);
      case 'unreachable':
        this.#open.end('never-started');
        return refuseForLink(outcome.fault);
      case 'unconfirmed':
      case 'timed-out':
        this.#open.doubt();
        this.#log({ level: 'warn', msg: 'start not confirmed', outcome: outcome.outcome });
        return refuseUnconfirmed('start');
      default:
        return outcome satisfies never;
    }
  }

  async #stop(): Promise<Outcome<StoppedCook>> {
    const observation = this.#cooker.observe();
    // A cooker that has merely fallen silent may still hear: then the stop is tried.
    if (!observation.reachable && observation.fault !== 'STALE')
      return refuseForLink(observation.fault);
    const reading = observation.reachable ? observation.reading : null;
    if (reading?.state === 'idle') return refuseIdle();
    const outcome = await this.#commanding(() => this.#cooker.stop());
    switch (outcome.outcome) {
      case 'confirmed':
        return accept(this.#stopped(reading));
      case 'rejected':
        this.#log({ level: 'warn', msg: 'stop rejected', reason: outcome.reason });
        return this.#isIdleNow() ? refuseIdle() : refuseRejected(outcome.reason);
      case 'unreachable':
        return refuseForLink(outcome.fault);
      case 'unconfirmed':
      case 'timed-out':
        this.#log({ level: 'warn', msg: 'stop not confirmed', outcome: outcome.outcome });
        return refuseUnconfirmed('stop');
      default:
        return outcome satisfies never;
    }
  }

  #stopped(reading: CookerReading | null): StoppedCook {
    const cook = this.#open.current;
    const sinceStart =
      cook === null
        ? null
        : Math.floor((this.#now() - (cook.startedAtMs ?? cook.requestedAtMs)) / 60_000);
    const totalMinutes = sinceStart ?? (reading === null ? null : elapsedMinutes(reading));
    this.#open.end('stopped');
    this.#log({
      level: 'info',
      msg: 'cook stopped',
      ...(cook !== null && { cookId: cook.cookId }),
    });
    return {
      cookId: cook?.cookId ?? null,
      finalCelsius: reading === null ? null : roundedCelsius(reading),
      totalMinutes,
    };
  }

  #started(from: {
    cook: SafeCook;
    open: Cook;
    reading: CookerReading;
    isRepeat: boolean;
  }): StartedCook {
    const { cook, open, reading, isRepeat } = from;
    return {
      cookId: open.cookId,
      deviceState: reading.state === 'cooking' ? 'cooking' : 'preheating',
      targetCelsius: open.targetCelsius,
      timeMinutes: open.timeMinutes,
      estimate: this.#estimate(reading, open),
      warnings: cook.warnings,
      isRepeat,
    };
  }

  #estimate(reading: CookerReading, cook: Cook | null): Estimate | null {
    return estimateCompletion(reading, {
      timerSeconds: cook === null ? null : cook.timeMinutes * 60,
      observedPace: this.#pace.celsiusPerMinute(),
      nowMs: this.#now(),
    });
  }

  /** While a command is under way its own outcome decides; what is seen meanwhile may be from before it. */
  async #commanding(command: () => Promise<CommandOutcome>): Promise<CommandOutcome> {
    this.#isCommanding = true;
    try {
      return await command();
    } finally {
      this.#isCommanding = false;
    }
  }

  /** What was seen while a command was under way counts as soon as it has ended. */
  #catchUp(): void {
    this.#onObservation(this.#cooker.observe());
  }

  #isIdleNow(): boolean {
    const observation = this.#cooker.observe();
    return observation.reachable && observation.reading.state === 'idle';
  }

  #onObservation(observation: Observation): void {
    if (!observation.reachable) return;
    this.#pace.observe(observation.reading, this.#now());
    if (!this.#isCommanding) this.#open.hear(observation.reading, this.#now());
  }
}

function refuseStartIn(reading: CookerReading): ReturnType<typeof refuseBusy> | null {
  switch (reading.state) {
    case 'preheating':
    case 'cooking':
      return refuseBusy(reading.state);
    case 'error':
      return refuseFaulty(reading);
    case 'unknown':
      return refuseUnknownState();
    case 'idle':
    case 'done':
      return null;
    default:
      return reading.state satisfies never;
  }
}

function isSame(cook: SafeCook, open: Cook): boolean {
  return (
    toOrder(cook).targetCelsius === open.targetCelsius &&
    cook.timeMinutes === open.timeMinutes &&
    cook.foodType === open.foodType &&
    cook.thicknessMm === open.thicknessMm
  );
}
