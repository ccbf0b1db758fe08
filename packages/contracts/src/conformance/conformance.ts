import type { Api } from '../api/api.ts';
import { readApi } from '../api/read-api.ts';
import type { ContractDocument } from '../document/place.ts';
import { pointerOf } from '../document/place.ts';
import type { FindDocument } from '../document/references.ts';
import { References } from '../document/references.ts';
import { checkRequest } from './check-request.ts';
import { checkResponse } from './check-response.ts';
import type { Coverage } from './coverage.ts';
import { CoverageRecord } from './coverage.ts';
import type { Exchange, Violation } from './exchange.ts';
import { RouteTable } from './route-table.ts';
import { SchemaValidator } from './schema-validator.ts';

/** Holds exchanges against a contract, and keeps account of what of it they exercised. */
export class Conformance {
  readonly api: Api;
  readonly #references: References;
  readonly #routes: RouteTable;
  readonly #validator: SchemaValidator;
  readonly #coverage: CoverageRecord;

  constructor(contract: ContractDocument, findDocument: FindDocument = () => undefined) {
    this.#references = new References(contract, findDocument);
    this.api = readApi(contract, this.#references);
    this.#routes = new RouteTable(this.api);
    this.#validator = new SchemaValidator(this.#references);
    this.#coverage = new CoverageRecord(this.api);
  }

  /** What of an exchange the contract does not allow; empty when all is well. */
  check(exchange: Exchange): Violation[] {
    const { method, target } = exchange;
    const mark = target.indexOf('?');
    const pathname = mark === -1 ? target : target.slice(0, mark);
    const route = this.#routes.find(method, pathname);
    if (route === undefined) {
      this.#coverage.addUndocumented(`${method} ${pathname}`);
      const message = `the contract does not know ${pathname}`;
      return [undocumented('endpoint-undocumented', message, '/paths')];
    }
    const { operation, path } = route;
    if (operation === undefined) {
      this.#coverage.addUndocumented(`${method} ${path.path}`);
      const message = `the contract has no ${method} for ${path.path}`;
      return [undocumented('method-undocumented', message, pointerOf(path.place))];
    }
    this.#coverage.add(operation, exchange);
    const use = {
      operation,
      exchange,
      variables: route.variables,
      query: new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1)),
      validator: this.#validator,
      references: this.#references,
      security: this.api,
    };
    return [...checkRequest(use), ...checkResponse(use)];
  }

  /** What of the contract was exercised so far. */
  coverage(): Coverage {
    return this.#coverage.sum();
  }
}

function undocumented(
  code: 'endpoint-undocumented' | 'method-undocumented',
  message: string,
  pointer: string,
): Violation {
  return { code, side: 'response', operation: undefined, message, at: 'path', pointer };
}
