import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';

import type {
  CommandOutcome,
  Cooker,
  CookOrder,
  LinkDiagnostics,
  Observation,
} from '../device/cooker.ts';
import { Account } from './account.ts';
import { CloudConnection } from './connection.ts';
import { type DeviceState, toReading } from './device-state.ts';
import { type InboundMessage, parseInbound } from './envelope.ts';
import { LastHeard } from './last-heard.ts';
import { findConnectionTrouble, findTrouble, type LinkFacts } from './link-view.ts';
import { type Log, logOnce } from './log.ts';
import { isIdleShown, isOrderShown, refuseOrder } from './order.ts';
import { parseState } from './parse-state.ts';
import { type CommandEnd, PendingCommands } from './pending-commands.ts';
import { type AnovaTimings, DEFAULT_TIMINGS } from './timings.ts';
import { Waiters } from './waiters.ts';

const START = 'CMD_APC_START';
const STOP = 'CMD_APC_STOP';

/** What the adapter needs to know. Times not given are those of `DEFAULT_TIMINGS`. */
export interface AnovaOptions {
  readonly url: URL;
  /** A personal access token; goes into the upgrade request and nowhere else. */
  readonly token: string;
  /** Which cooker of the account; undefined takes the only one and refuses to choose among several. */
  readonly cookerId: string | undefined;
  readonly log: Log;
  readonly stalenessMs?: number;
  readonly commandTimeoutMs?: number;
  readonly confirmTimeoutMs?: number;
  /** Reconnect pauses and the like, for tests and for trials that cannot wait. */
  readonly timings?: Partial<AnovaTimings>;
  /** Milliseconds since the epoch, monotonic; only ages and remaining times are read from it. */
  readonly now?: () => number;
  /** In 0…1, for the jitter of the back-off. */
  readonly random?: () => number;
}

/** The Anova cloud as a `Cooker`. */
export class AnovaCooker implements Cooker {
  readonly #options: AnovaOptions;
  readonly #timings: AnovaTimings;
  readonly #now: () => number;
  readonly #logOnce: ReturnType<typeof logOnce>;
  readonly #connection: CloudConnection;
  readonly #commands: PendingCommands;
  readonly #listeners = new Set<(observation: Observation) => void>();
  readonly #waiters = new Waiters();
  readonly #account: Account;
  readonly #heard: LastHeard;
  #lastMessageAtMs: number | null = null;
  #isStarting = false;
  #lastShown = '';
  #staleTimer: NodeJS.Timeout | undefined;

  constructor(options: AnovaOptions) {
    this.#options = options;
    this.#timings = resolveTimings(options);
    this.#now = options.now ?? ((): number => performance.timeOrigin + performance.now());
    this.#logOnce = logOnce(options.log);
    this.#account = new Account(options.cookerId);
    this.#heard = new LastHeard(this.#timings.stalenessMs);
    this.#commands = new PendingCommands(this.#timings, options.log);
    this.#connection = new CloudConnection({
      url: options.url,
      token: options.token,
      timings: this.#timings,
      random: options.random ?? Math.random,
      log: options.log,
      events: {
        onText: (text) => {
          this.#onMessage(parseInbound(text));
        },
        onUp: () => {
          this.#onUp();
        },
        onDown: (refused) => {
          this.#onDown(refused);
        },
      },
    });
  }

  /** Starts connecting; returns at once. */
  connect(): void {
    this.#connection.connect();
  }

  observe(): Observation {
    const trouble = findTrouble(this.#facts());
    if (trouble !== null) return { reachable: false, ...trouble };
    const ageMs = this.#heard.ageMs(this.#now());
    // Without trouble there is a state: its absence is one of the troubles.
    const state = this.#heard.state as DeviceState;
    return { reachable: true, reading: toReading(state, ageMs), ageMs };
  }

  async start(order: CookOrder): Promise<CommandOutcome> {
    const refusal = refuseOrder(order);
    if (refusal !== null) return { outcome: 'rejected', reason: refusal };
    if (this.#isStarting) {
      return { outcome: 'rejected', reason: 'DEVICE_BUSY: another start is being carried out' };
    }
    this.#isStarting = true;
    try {
      return await this.#startOnce(order);
    } finally {
      this.#isStarting = false;
    }
  }

  async stop(): Promise<CommandOutcome> {
    // A stop changes nothing when it arrives twice, so it may wait for a link and be sent again.
    const canSend = (): boolean => findConnectionTrouble(this.#facts()) === null;
    if (!(await this.#linkReady(canSend))) return this.#unreachable();
    let end = await this.#send(STOP, {}, isIdleShown);
    if ((end.end === 'refused' || end.end === 'unsent') && (await this.#linkReady(canSend))) {
      end = await this.#send(STOP, {}, isIdleShown);
    }
    if (end.end === 'confirmed') {
      this.#commands.rejectAll(START, 'stopped before the start was confirmed');
    }
    return this.#toOutcome(end);
  }

  diagnostics(): LinkDiagnostics {
    const observation = this.observe();
    return {
      connected: this.#connection.isOpen,
      reconnects: this.#connection.reconnects,
      lastMessageAgeMs: this.#lastMessageAtMs === null ? null : this.#now() - this.#lastMessageAtMs,
      fault: observation.reachable ? null : observation.fault,
    };
  }

  subscribe(listener: (observation: Observation) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection.close();
    clearTimeout(this.#staleTimer);
    this.#commands.abandon();
    this.#listeners.clear();
  }

  async #startOnce(order: CookOrder): Promise<CommandOutcome> {
    const trouble = findTrouble(this.#facts());
    if (trouble !== null) return { outcome: 'unreachable', ...trouble };
    const payload = {
      targetTemperature: order.targetCelsius,
      unit: 'C',
      timer: order.timerSeconds,
    };
    const isShown = isOrderShown(order);
    const first = await this.#send(START, payload, isShown);
    if (first.end !== 'refused') return this.#toOutcome(first);
    // The cloud said that it did not take the command; the cooker's fresh state has to agree before it is sent again.
    const hasNews = (): boolean => this.#heard.isFromThisConnection && this.observe().reachable;
    if (!(await this.#linkReady(hasNews))) return this.#toOutcome(first);
    const { state } = this.#heard;
    if (state !== undefined && isShown(state)) return this.#toOutcome({ end: 'confirmed', state });
    if (state?.running !== false) return { outcome: 'timed-out' };
    return this.#toOutcome(await this.#send(START, payload, isShown));
  }

  async #send(
    name: string,
    payload: Readonly<Record<string, unknown>>,
    isShownBy: (state: DeviceState) => boolean,
  ): Promise<CommandEnd | { readonly end: 'unsent' }> {
    const { choice } = this.#account;
    if (choice?.chosen !== true) return { end: 'unsent' };
    const requestId = randomUUID();
    const { cookerId, type } = choice;
    const message = { command: name, requestId, payload: { cookerId, type, ...payload } };
    if (!this.#connection.send(JSON.stringify(message))) return { end: 'unsent' };
    this.#options.log({ level: 'info', msg: 'command sent', command: name, requestId });
    return await this.#commands.add({ requestId, name, isShownBy });
  }

  #toOutcome(end: CommandEnd | { readonly end: 'unsent' }): CommandOutcome {
    switch (end.end) {
      case 'confirmed': {
        const ageMs = this.#heard.state === end.state ? this.#heard.ageMs(this.#now()) : 0;
        return { outcome: 'confirmed', reading: toReading(end.state, ageMs) };
      }
      case 'rejected':
        // A cooker that is known to be offline refuses everything; the reason is not in the command.
        return this.#heard.state?.online === false
          ? this.#unreachable()
          : { outcome: 'rejected', reason: end.reason };
      case 'unconfirmed':
        return { outcome: 'unconfirmed' };
      case 'timed-out':
        return { outcome: 'timed-out' };
      case 'refused':
        // A token that is refused now was refused then; anything else leaves open what became of the command.
        return this.#connection.downReason === 'unauthorised'
          ? this.#unreachable()
          : { outcome: 'timed-out' };
      case 'unsent':
        return this.#unreachable();
      default:
        return end satisfies never;
    }
  }

  #unreachable(): CommandOutcome {
    const trouble = findTrouble(this.#facts()) ?? {
      fault: 'CLOUD_UNREACHABLE' as const,
      detail: 'the connection to the cloud was lost before the command was sent',
    };
    return { outcome: 'unreachable', ...trouble };
  }

  #onUp(): void {
    this.#heard.connectionOpened();
    this.#changed();
  }

  #onDown(refused: boolean): void {
    if (refused) this.#commands.refuseUnacknowledged();
    this.#changed();
  }

  #onMessage(message: InboundMessage): void {
    this.#lastMessageAtMs = this.#now();
    switch (message.kind) {
      case 'cookers':
        this.#account.list(message.cookers);
        break;
      case 'cooker-added':
        this.#account.add(message.cooker);
        break;
      case 'cooker-removed':
        this.#account.remove(message.cookerId);
        break;
      case 'state':
        this.#onState(message);
        break;
      case 'response':
        this.#commands.onResponse(message.requestId, message.error);
        return;
      case 'malformed':
        this.#logOnce(message.reason, {
          level: 'warn',
          msg: 'cloud message not understood',
          reason: message.reason,
        });
        return;
      case 'ignored':
        return;
      default:
        message satisfies never;
    }
    this.#changed();
  }

  #onState(event: Extract<InboundMessage, { kind: 'state' }>): void {
    this.#account.meet(event);
    const { choice } = this.#account;
    if (choice?.chosen !== true || choice.cookerId !== event.cookerId) return;
    const receivedAtMs = this.#now();
    const parsed = parseState(event.state, choice.type, receivedAtMs);
    if (!parsed.readable) {
      const { reason } = parsed;
      this.#logOnce(reason, { level: 'warn', msg: 'cooker state not understood', reason });
      return;
    }
    for (const value of parsed.state.unknownValues) {
      this.#logOnce(value, { level: 'warn', msg: 'unknown value in cooker state', value });
    }
    this.#heard.hear(parsed.state, JSON.stringify(event.state), receivedAtMs);
    this.#connection.markHealthy();
    this.#commands.onState(parsed.state);
    this.#watchStaleness();
  }

  /** Nobody tells that a cooker has gone silent, so the listeners are told when the time is up. */
  #watchStaleness(): void {
    clearTimeout(this.#staleTimer);
    const freshForMs = this.#timings.stalenessMs - this.#heard.ageMs(this.#now());
    this.#staleTimer = setTimeout(
      () => {
        this.#changed();
      },
      Math.max(1, freshForMs + 1),
    );
  }

  #facts(): LinkFacts {
    return {
      isOpen: this.#connection.isOpen,
      downReason: this.#connection.downReason,
      choice: this.#account.choice,
      state: this.#heard.state,
      ageMs: this.#heard.ageMs(this.#now()),
      stalenessMs: this.#timings.stalenessMs,
    };
  }

  /** Tells the listeners, if what they would see is not what they saw last. */
  #changed(): void {
    this.#waiters.wake();
    const observation = this.observe();
    const shown = observation.reachable
      ? JSON.stringify(observation.reading)
      : `${observation.fault} ${observation.detail}`;
    if (shown === this.#lastShown) return;
    this.#lastShown = shown;
    for (const listener of this.#listeners) {
      try {
        listener(observation);
      } catch (error) {
        this.#options.log({ level: 'error', msg: 'a listener failed', error: String(error) });
      }
    }
  }

  /** Waits up to `linkWaitMs` for the condition, connecting at once instead of sitting out a back-off pause. */
  async #linkReady(isReady: () => boolean): Promise<boolean> {
    if (isReady()) return true;
    if (this.#connection.downReason !== 'unauthorised') this.#connection.connect();
    return await this.#waiters.until(isReady, this.#timings.linkWaitMs);
  }
}

function resolveTimings(options: AnovaOptions): AnovaTimings {
  const timings = { ...DEFAULT_TIMINGS, ...options.timings };
  return {
    ...timings,
    stalenessMs: options.stalenessMs ?? timings.stalenessMs,
    commandTimeoutMs: options.commandTimeoutMs ?? timings.commandTimeoutMs,
    confirmTimeoutMs: options.confirmTimeoutMs ?? timings.confirmTimeoutMs,
  };
}
