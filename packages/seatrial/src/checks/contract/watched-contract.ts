import type { ContractDocument } from '@seatrial/contracts';
import type {
  ChannelMessage,
  ConformanceOptions,
  ContractProblem,
  Exchange,
  Share,
  UndocumentedField,
} from '@seatrial/contracts/conformance';
import { Conformance, isAsyncApi, MessageConformance } from '@seatrial/contracts/conformance';

import { documentFinder } from './open-contract.ts';
import type { GroupedViolation, TrafficLog } from './traffic.ts';
import { ViolationGroups } from './traffic.ts';

/** How much of one kind of thing in a contract was exercised. */
export interface Exercised extends Share {
  readonly what: 'operations' | 'responses' | 'parameters' | 'channels' | 'messages';
}

/** What became of a contract while its service was driven. */
export interface Kept {
  readonly unit: 'exchanges' | 'messages';
  readonly seen: number;
  /** How many of them were held against the contract; the others were counted only. */
  readonly checked: number;
  readonly violations: readonly GroupedViolation[];
  /** Violations of further kinds, of which only the number is kept. */
  readonly moreViolations: number;
  /** What the contract does not allow and nobody can blame the service for: messages that were sent to it. */
  readonly tolerated: readonly GroupedViolation[];
  readonly exercised: readonly Exercised[];
  readonly notExercised: readonly string[];
  readonly undocumented: readonly string[];
  readonly undocumentedFields: readonly UndocumentedField[];
  /** In so many exchanges of each operation. */
  readonly fieldsLookedAt: number;
  readonly unknownFormats: readonly string[];
  /** What of the contract cannot be checked. */
  readonly problems: readonly ContractProblem[];
}

/** Takes in what passes to and from a service as it comes, so that nothing has to be kept of it. */
export interface WatchedContract {
  readonly exchange: (exchange: Exchange) => void;
  readonly message: (message: ChannelMessage) => void;
  readonly result: () => Kept;
}

/** Watches over a contract, OpenAPI or AsyncAPI; each takes in only what it describes. */
export function watchContract(
  document: ContractDocument,
  workingDirectory: string,
  options: ConformanceOptions = {},
): WatchedContract {
  const find = documentFinder({ workingDirectory });
  return isAsyncApi(document)
    ? new WatchedMessages(new MessageConformance(document, find, options))
    : new WatchedExchanges(new Conformance(document, find, options));
}

class WatchedExchanges implements WatchedContract {
  readonly #conformance: Conformance;
  readonly #groups = new ViolationGroups();
  #seen = 0;

  constructor(conformance: Conformance) {
    this.#conformance = conformance;
  }

  exchange(exchange: Exchange): void {
    this.#seen += 1;
    for (const violation of this.#conformance.check(exchange)) {
      this.#groups.add(violation, `${exchange.method} ${exchange.target}`);
    }
  }

  message(): void {
    // A description of HTTP says nothing of messages.
  }

  result(): Kept {
    const { problems, unknownFormats } = this.#conformance;
    const { operations, responses, parameters, byOperation, ...rest } =
      this.#conformance.coverage();
    const { exchanges, undocumented, undocumentedFields, fieldsLookedAt } = rest;
    return {
      unit: 'exchanges',
      seen: this.#seen,
      // What the contract does not know was held against it as well.
      checked: this.#seen - (exchanges.seen - exchanges.checked),
      violations: this.#groups.list(),
      moreViolations: this.#groups.left,
      tolerated: [],
      exercised: [
        { what: 'operations', ...operations },
        { what: 'responses', ...responses },
        { what: 'parameters', ...parameters },
      ],
      notExercised: byOperation.flatMap(({ operation, unanswered, exchanges: count }) =>
        count === 0 ? [operation] : unanswered.map((status) => `${operation} ${status}`),
      ),
      undocumented,
      undocumentedFields,
      fieldsLookedAt,
      unknownFormats,
      problems,
    };
  }
}

class WatchedMessages implements WatchedContract {
  readonly #conformance: MessageConformance;
  readonly #sent = new ViolationGroups();
  readonly #received = new ViolationGroups();

  constructor(conformance: MessageConformance) {
    this.#conformance = conformance;
  }

  exchange(): void {
    // A description of messages says nothing of HTTP.
  }

  message(message: ChannelMessage): void {
    // What a check sends may be wrong on purpose; unlike HTTP, no status says whether the service took it.
    const groups = message.action === 'send' ? this.#sent : this.#received;
    for (const violation of this.#conformance.check(message)) {
      groups.add(violation, `${message.action} ${message.address}`);
    }
  }

  result(): Kept {
    const { problems, unknownFormats } = this.#conformance;
    const { channels, messages, exchanges, ...rest } = this.#conformance.coverage();
    return {
      unit: 'messages',
      seen: exchanges.seen,
      checked: exchanges.checked,
      violations: this.#sent.list(),
      moreViolations: this.#sent.left,
      tolerated: this.#received.list(),
      exercised: [
        { what: 'channels', ...channels },
        { what: 'messages', ...messages },
      ],
      ...rest,
      unknownFormats,
      problems,
    };
  }
}

/** Hands what passes to the contracts of its service. */
export class ContractTraffic implements TrafficLog {
  readonly #watched = new Map<string, WatchedContract[]>();

  watch(service: string, contract: WatchedContract): void {
    this.#watched.set(service, [...(this.#watched.get(service) ?? []), contract]);
  }

  record(service: string, exchange: Exchange): void {
    for (const contract of this.#watched.get(service) ?? []) contract.exchange(exchange);
  }

  recordMessage(service: string, message: ChannelMessage): void {
    for (const contract of this.#watched.get(service) ?? []) contract.message(message);
  }
}
