import type { ChannelMessage, Exchange, Violation } from '@seatrial/contracts/conformance';

/** What passed between the checks of a run and its services, for whoever holds it against a contract. */
export interface TrafficLog {
  /** Notes an exchange with a service. */
  record(service: string, exchange: Exchange): void;
  /** Notes a message that a service sent or received. */
  recordMessage(service: string, message: ChannelMessage): void;
}

/** What did not keep the contract in the same way, and how often that was seen. */
export interface GroupedViolation {
  readonly first: Violation;
  /** `GET /users/7`, or `send /events`. */
  readonly target: string;
  readonly count: number;
}

/** Beyond these, targets that are made up as they come (ids, dates) would fill memory and log. */
const MAX_GROUPS = 200;

/** Puts violations together that say the same: a load would otherwise repeat each a thousand times. */
export class ViolationGroups {
  /** How many violations found no room. */
  left = 0;
  readonly #groups = new Map<string, { first: Violation; target: string; count: number }>();

  add(violation: Violation, target: string): void {
    const { code, operation, pointer, at } = violation;
    const place = at.replaceAll(/\/\d+(?=\/|$)/g, '/*');
    const key = [code, operation ?? target, pointer, place].join(' ');
    const known = this.#groups.get(key);
    if (known !== undefined) known.count += 1;
    else if (this.#groups.size >= MAX_GROUPS) this.left += 1;
    else this.#groups.set(key, { first: violation, target, count: 1 });
  }

  list(): readonly GroupedViolation[] {
    return [...this.#groups.values()];
  }
}
