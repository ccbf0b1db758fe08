import type { DeviceState } from './device-state.ts';
import type { Log } from './log.ts';

/** How a sent command ended, before it is put into the words of the port. */
export type CommandEnd =
  | { readonly end: 'confirmed'; readonly state: DeviceState }
  | { readonly end: 'rejected'; readonly reason: string }
  | { readonly end: 'unconfirmed' }
  | { readonly end: 'timed-out' }
  /** The cloud ended the session as unauthorised instead of answering: it should not have taken the command. */
  | { readonly end: 'refused' };

export interface SentCommand {
  readonly requestId: string;
  readonly name: string;
  /** Whether a state shows the command's effect. */
  readonly isShownBy: (state: DeviceState) => boolean;
}

interface Pending extends SentCommand {
  isAcknowledged: boolean;
  shownBy: DeviceState | undefined;
  timer: NodeJS.Timeout;
  readonly settle: (end: CommandEnd) => void;
}

/**
 * The commands that were sent and have not ended. A command is confirmed by an acknowledgement and a state event that
 * shows its effect, in either order: the cloud acknowledges what it then ignores, so neither is enough alone.
 */
export class PendingCommands {
  readonly #pending = new Map<string, Pending>();
  readonly #timings: { readonly commandTimeoutMs: number; readonly confirmTimeoutMs: number };
  readonly #log: Log;

  constructor(
    timings: { readonly commandTimeoutMs: number; readonly confirmTimeoutMs: number },
    log: Log,
  ) {
    this.#timings = timings;
    this.#log = log;
  }

  /** Resolves when the command has ended; at the latest after both timeouts. */
  add(command: SentCommand): Promise<CommandEnd> {
    const { promise, resolve } = Promise.withResolvers<CommandEnd>();
    const pending: Pending = {
      ...command,
      isAcknowledged: false,
      shownBy: undefined,
      timer: setTimeout(() => {
        this.#ackTimedOut(pending);
      }, this.#timings.commandTimeoutMs),
      settle: resolve,
    };
    this.#pending.set(command.requestId, pending);
    return promise;
  }

  onResponse(requestId: string, error: string | null): void {
    const pending = this.#pending.get(requestId);
    if (pending === undefined) {
      this.#log({ level: 'info', msg: 'late or unknown acknowledgement ignored' });
    } else if (error !== null) {
      this.#end(pending, { end: 'rejected', reason: error });
    } else {
      this.#acknowledged(pending);
    }
  }

  onState(state: DeviceState): void {
    for (const pending of this.#pending.values()) {
      pending.shownBy = pending.isShownBy(state) ? state : undefined;
      if (state.processedRequestIds.includes(pending.requestId)) this.#acknowledged(pending);
      else if (pending.isAcknowledged) this.#confirmIfShown(pending);
    }
  }

  /** Ends commands that nobody has acknowledged: the cloud says that it did not take them. */
  refuseUnacknowledged(): void {
    for (const pending of this.#pending.values()) {
      if (!pending.isAcknowledged) this.#end(pending, { end: 'refused' });
    }
  }

  /** Ends every command of this name, because a later command has overtaken it. */
  rejectAll(name: string, reason: string): void {
    for (const pending of this.#pending.values()) {
      if (pending.name === name) this.#end(pending, { end: 'rejected', reason });
    }
  }

  /** Gives up on everything; the effect of what was sent is not known. */
  abandon(): void {
    for (const pending of this.#pending.values()) this.#end(pending, { end: 'timed-out' });
  }

  #acknowledged(pending: Pending): void {
    if (!pending.isAcknowledged) {
      pending.isAcknowledged = true;
      clearTimeout(pending.timer);
      pending.timer = setTimeout(() => {
        this.#end(pending, { end: 'unconfirmed' });
      }, this.#timings.confirmTimeoutMs);
    }
    this.#confirmIfShown(pending);
  }

  #confirmIfShown(pending: Pending): void {
    if (pending.shownBy !== undefined) {
      this.#end(pending, { end: 'confirmed', state: pending.shownBy });
    }
  }

  #ackTimedOut(pending: Pending): void {
    const { shownBy, name } = pending;
    if (shownBy === undefined) {
      this.#end(pending, { end: 'timed-out' });
      return;
    }
    // The water is heating as ordered: an acknowledgement that got lost does not make that untrue.
    this.#log({ level: 'warn', msg: 'acknowledgement lost, effect seen', command: name });
    this.#end(pending, { end: 'confirmed', state: shownBy });
  }

  #end(pending: Pending, end: CommandEnd): void {
    clearTimeout(pending.timer);
    this.#pending.delete(pending.requestId);
    this.#log({
      level: end.end === 'confirmed' ? 'info' : 'warn',
      msg: `command ${end.end}`,
      command: pending.name,
    });
    pending.settle(end);
  }
}
