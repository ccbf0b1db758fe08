import type { Api, ApiOperation, ApiParameter } from '../api/api.ts';
import { findResponse } from './check-response.ts';
import { nameOf } from './exchange-check.ts';
import type { Exchange } from './exchange.ts';

/** How much of an operation was exercised. */
export interface OperationCoverage {
  /** `GET /users/{id}`. */
  readonly operation: string;
  readonly exchanges: number;
  /** How many of them were held against the contract; the others were only counted. */
  readonly checked: number;
  /** Statuses of the contract that were answered. */
  readonly answered: readonly string[];
  readonly unanswered: readonly string[];
  /** Parameters of the contract that were never sent, such as `query limit`. */
  readonly unsentParameters: readonly string[];
}

/** How much of something there was. */
export interface Share {
  readonly exercised: number;
  readonly total: number;
}

/** What of a contract was exercised: `41 of 46 operations, 63 of 90 responses`. */
export interface Coverage {
  readonly operations: Share;
  readonly responses: Share;
  readonly parameters: Share;
  readonly byOperation: readonly OperationCoverage[];
  readonly exchanges: { readonly seen: number; readonly checked: number };
  /** Endpoints that answered and that the contract does not know. */
  readonly undocumented: readonly string[];
  /** Fields of answers that the contract does not name, as far as answers were looked at for that. */
  readonly undocumentedFields: readonly UndocumentedField[];
  /** In so many exchanges of each operation. */
  readonly fieldsLookedAt: number;
}

/** A field that the contract does not name. */
export interface UndocumentedField {
  /** `GET /users/{id}`. */
  readonly operation: string;
  /** JSON pointer into the body, `*` for any place of a list. */
  readonly pointer: string;
}

interface Account {
  exchanges: number;
  checked: number;
  readonly statuses: Set<string>;
  /** What has not been sent yet, and how to see that it was. */
  readonly unsent: Map<string, (exchange: Exchange) => boolean>;
}

/** Beyond these, names that are made up as they come (ids, dates) would fill the memory. */
const MAX_UNDOCUMENTED = 200;

/** Keeps account of exchanges. */
export class CoverageRecord {
  readonly #operations: readonly ApiOperation[];
  readonly #accounts = new Map<ApiOperation, Account>();
  readonly #undocumented = new Set<string>();

  readonly #fields = new Map<string, UndocumentedField>();
  readonly #fieldsLookedAt: number;

  /** @param fieldsLookedAt - in how many exchanges of an operation */
  constructor(api: Api, fieldsLookedAt: number) {
    this.#fieldsLookedAt = fieldsLookedAt;
    this.#operations = [...api.paths.values()].flatMap(({ operations }) => [
      ...operations.values(),
    ]);
  }

  /** @returns how many exchanges with the operation there were, this one included */
  add(operation: ApiOperation, exchange: Exchange): number {
    const account = this.#accounts.get(operation) ?? newAccount(operation);
    this.#accounts.set(operation, account);
    account.exchanges += 1;
    const response = findResponse(operation, exchange.status);
    if (response !== undefined) account.statuses.add(response.status);
    for (const [key, isSent] of account.unsent) {
      if (isSent(exchange)) account.unsent.delete(key);
    }
    return account.exchanges;
  }

  addChecked(operation: ApiOperation): void {
    const account = this.#accounts.get(operation);
    if (account !== undefined) account.checked += 1;
  }

  looksAtFields(operation: ApiOperation): boolean {
    return (this.#accounts.get(operation)?.checked ?? 0) <= this.#fieldsLookedAt;
  }

  addUndocumented(endpoint: string): void {
    if (this.#undocumented.size < MAX_UNDOCUMENTED) this.#undocumented.add(endpoint);
  }

  addUndocumentedField(operation: ApiOperation, pointer: string): void {
    const name = nameOf(operation);
    if (this.#fields.size >= MAX_UNDOCUMENTED) return;
    this.#fields.set(`${name} ${pointer}`, { operation: name, pointer });
  }

  sum(): Coverage {
    const byOperation = this.#operations.map((operation) => this.#coverageOf(operation));
    const count = (of: (one: OperationCoverage) => number): number =>
      byOperation.reduce((sum, one) => sum + of(one), 0);
    const parameters = this.#operations.reduce((sum, one) => sum + one.parameters.size, 0);
    return {
      operations: {
        exercised: count(({ exchanges }) => Math.min(1, exchanges)),
        total: byOperation.length,
      },
      responses: {
        exercised: count(({ answered }) => answered.length),
        total: count(({ answered, unanswered }) => answered.length + unanswered.length),
      },
      parameters: {
        exercised: parameters - count(({ unsentParameters }) => unsentParameters.length),
        total: parameters,
      },
      exchanges: {
        seen: count(({ exchanges }) => exchanges),
        checked: count(({ checked }) => checked),
      },
      byOperation,
      undocumentedFields: [...this.#fields.values()],
      fieldsLookedAt: this.#fieldsLookedAt,
      undocumented: [...this.#undocumented],
    };
  }

  #coverageOf(operation: ApiOperation): OperationCoverage {
    const account = this.#accounts.get(operation) ?? newAccount(operation);
    const { exchanges, checked, statuses, unsent } = account;
    const known = [...operation.responses.keys()];
    return {
      operation: nameOf(operation),
      exchanges,
      checked,
      answered: known.filter((status) => statuses.has(status)),
      unanswered: known.filter((status) => !statuses.has(status)),
      unsentParameters: [...operation.parameters].flatMap(([key, { name, in: location }]) =>
        unsent.has(key) ? [`${location} ${name}`] : [],
      ),
    };
  }
}

function newAccount({ parameters }: ApiOperation): Account {
  const unsent = new Map([...parameters].map(([key, one]) => [key, looksFor(one)]));
  return { exchanges: 0, checked: 0, statuses: new Set(), unsent };
}

/** Made once for a parameter: a load asks it for each exchange until it is sent. */
function looksFor({ name, in: location }: ApiParameter): (exchange: Exchange) => boolean {
  switch (location) {
    case 'path':
      return () => true;
    case 'query': {
      const escaped = [name, encodeURIComponent(name)].map((text) =>
        text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`),
      );
      const pattern = new RegExp(
        `[?&](?:${escaped.join('|')})(?:\\[[^=&]*\\]|%5B[^=&]*)?(?:=|&|$)`,
      );
      return ({ target }) => pattern.test(target);
    }
    case 'header': {
      const key = name.toLowerCase();
      return ({ requestHeaders }) => requestHeaders[key] !== undefined;
    }
    case 'cookie':
      return ({ requestHeaders }) => (requestHeaders['cookie'] ?? '').includes(`${name}=`);
    default:
      return () => false;
  }
}
