import type { Api, ApiOperation } from '../api/api.ts';
import { findResponse } from './check-response.ts';
import { nameOf } from './exchange-check.ts';
import type { Exchange } from './exchange.ts';

/** How much of an operation was exercised. */
export interface OperationCoverage {
  /** `GET /users/{id}`. */
  readonly operation: string;
  readonly exchanges: number;
  /** Statuses of the contract that were answered. */
  readonly answered: readonly string[];
  readonly unanswered: readonly string[];
  /** Parameters of the contract that were never sent, such as `query limit`. */
  readonly unsentParameters: readonly string[];
}

/** What of a contract was exercised: `41 of 46 operations, 63 of 90 responses`. */
export interface Coverage {
  readonly operations: { readonly exercised: number; readonly total: number };
  readonly responses: { readonly exercised: number; readonly total: number };
  readonly parameters: { readonly exercised: number; readonly total: number };
  readonly byOperation: readonly OperationCoverage[];
  /** Endpoints that were asked for and that the contract does not know. */
  readonly undocumented: readonly string[];
}

interface Account {
  exchanges: number;
  readonly statuses: Set<string>;
  readonly parameters: Set<string>;
}

/** Keeps account of exchanges. */
export class CoverageRecord {
  readonly #operations: readonly ApiOperation[];
  readonly #accounts = new Map<ApiOperation, Account>();
  readonly #undocumented = new Set<string>();

  constructor(api: Api) {
    this.#operations = [...api.paths.values()].flatMap(({ operations }) => [
      ...operations.values(),
    ]);
  }

  add(operation: ApiOperation, exchange: Exchange): void {
    const account = this.#accounts.get(operation) ?? newAccount();
    this.#accounts.set(operation, account);
    account.exchanges += 1;
    const response = findResponse(operation, exchange.status);
    if (response !== undefined) account.statuses.add(response.status);
    if (account.parameters.size === operation.parameters.size) return;
    for (const [key, { name, in: location }] of operation.parameters) {
      if (isSent(location, name, exchange)) account.parameters.add(key);
    }
  }

  addUndocumented(endpoint: string): void {
    this.#undocumented.add(endpoint);
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
      byOperation,
      undocumented: [...this.#undocumented],
    };
  }

  #coverageOf(operation: ApiOperation): OperationCoverage {
    const { exchanges, statuses, parameters } = this.#accounts.get(operation) ?? newAccount();
    const known = [...operation.responses.keys()];
    return {
      operation: nameOf(operation),
      exchanges,
      answered: known.filter((status) => statuses.has(status)),
      unanswered: known.filter((status) => !statuses.has(status)),
      unsentParameters: [...operation.parameters].flatMap(([key, { name, in: location }]) =>
        parameters.has(key) ? [] : [`${location} ${name}`],
      ),
    };
  }
}

function newAccount(): Account {
  return { exchanges: 0, statuses: new Set(), parameters: new Set() };
}

function isSent(location: string, name: string, { target, requestHeaders }: Exchange): boolean {
  switch (location) {
    case 'path':
      return true;
    case 'query':
      return new RegExp(
        `[?&]${name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)}(?:\\[[^=&]*\\])?(?:=|&|$)`,
      ).test(target);
    case 'header':
      return requestHeaders[name.toLowerCase()] !== undefined;
    case 'cookie':
      return (requestHeaders['cookie'] ?? '').includes(`${name}=`);
    default:
      return false;
  }
}
