import type { ContractDocument } from '@seatrial/contracts';
import type { Coverage, Exchange } from '@seatrial/contracts/conformance';
import { Conformance } from '@seatrial/contracts/conformance';

import { documentFinder } from './open-contract.ts';
import type { GroupedViolation, TrafficLog } from './traffic.ts';
import { ViolationGroups } from './traffic.ts';

/** What became of a contract while its service was driven. */
export interface Kept {
  readonly exchanges: number;
  readonly violations: readonly GroupedViolation[];
  readonly coverage: Coverage;
}

/** Holds the exchanges with one service against its contract as they come, so that nothing has to be kept of them. */
export class WatchedContract {
  readonly #conformance: Conformance;
  readonly #groups = new ViolationGroups();
  #exchanges = 0;

  constructor(document: ContractDocument, workingDirectory: string) {
    this.#conformance = new Conformance(document, documentFinder({ workingDirectory }));
  }

  check(exchange: Exchange): void {
    this.#exchanges += 1;
    for (const violation of this.#conformance.check(exchange)) {
      this.#groups.add(violation, `${exchange.method} ${exchange.target}`);
    }
  }

  result(): Kept {
    return {
      exchanges: this.#exchanges,
      violations: this.#groups.list(),
      coverage: this.#conformance.coverage(),
    };
  }
}

/** Hands each exchange to the contracts of its service. */
export class ContractTraffic implements TrafficLog {
  readonly #watched = new Map<string, WatchedContract[]>();

  watch(service: string, contract: WatchedContract): void {
    this.#watched.set(service, [...(this.#watched.get(service) ?? []), contract]);
  }

  record(service: string, exchange: Exchange): void {
    for (const contract of this.#watched.get(service) ?? []) contract.check(exchange);
  }
}
