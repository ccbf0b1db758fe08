import type { Api, ApiMedia, ApiOperation } from '../api/api.ts';
import { readApi } from '../api/read-api.ts';
import type { ContractDocument, Place } from '../document/place.ts';
import { pointerOf } from '../document/place.ts';
import type { FindDocument } from '../document/references.ts';
import { References } from '../document/references.ts';
import { checkRequest } from './check-request.ts';
import { checkResponse } from './check-response.ts';
import type { Coverage } from './coverage.ts';
import { CoverageRecord } from './coverage.ts';
import type { ExchangeCheck } from './exchange-check.ts';
import type { Exchange, Violation } from './exchange.ts';
import type { ConformanceOptions } from './options.ts';
import { DEFAULT_FIELDS_LOOKED_AT } from './options.ts';
import type { ContractProblem } from './problem.ts';
import { locateProblems, problemsOf } from './problem.ts';
import { readRawPairs } from './raw-query.ts';
import type { Route } from './route-table.ts';
import { RouteTable } from './route-table.ts';
import { SchemaShapes } from './schema-shape.ts';
import { SchemaValidator } from './schema-validator.ts';
import { findUndocumentedFields } from './undocumented-fields.ts';

/** What an answer is called that says of itself that there is nothing at this place. */
const NOT_THERE = new Set([404, 405, 501]);

/** Holds exchanges against a contract, and keeps account of what of it they exercised. */
export class Conformance {
  readonly api: Api;
  readonly #references: References;
  readonly #routes: RouteTable;
  readonly #shapes: SchemaShapes;
  readonly #validator: SchemaValidator;
  readonly #coverage: CoverageRecord;
  readonly #checkEvery: number;

  constructor(
    contract: ContractDocument,
    findDocument: FindDocument = () => undefined,
    options: ConformanceOptions = {},
  ) {
    const references = new References(contract, findDocument);
    this.#references = references;
    this.api = readApi(contract, references);
    this.#routes = new RouteTable(this.api);
    this.#shapes = new SchemaShapes(references);
    this.#validator = new SchemaValidator(references);
    this.#checkEvery = Math.max(1, Math.floor(options.checkEvery ?? 1));
    this.#coverage = new CoverageRecord(
      this.api,
      options.fieldsLookedAt ?? DEFAULT_FIELDS_LOOKED_AT,
    );
    for (const path of this.api.paths.values()) {
      for (const operation of path.operations.values()) this.#prepare(operation);
    }
  }

  /** What of the contract cannot be checked because it is broken; while there is any, nobody can say that it is kept. */
  get problems(): readonly ContractProblem[] {
    return locateProblems([...problemsOf(this.#references), ...this.#validator.problems]);
  }

  /** Formats of the contract that values are not held against, because nobody here knows them. */
  get unknownFormats(): readonly string[] {
    return [...this.#validator.unknownFormats];
  }

  /** What of an exchange the contract does not allow; empty when all is well, or the exchange is not in the sample. */
  check(exchange: Exchange): Violation[] {
    const { method, target, status } = exchange;
    const mark = target.indexOf('?');
    const pathname = mark === -1 ? target : target.slice(0, mark);
    const route = this.#routes.find(method, pathname);
    if (route?.operation === undefined) {
      // Who asks for what is not there and is told so has learned nothing about the contract.
      return NOT_THERE.has(status) ? [] : [this.#undocumented(`${method} ${pathname}`, route)];
    }
    const { operation, variables } = route;
    const count = this.#coverage.add(operation, exchange);
    if ((count - 1) % this.#checkEvery !== 0) return [];
    this.#coverage.addChecked(operation);
    const use: ExchangeCheck = {
      operation,
      exchange,
      variables,
      query: readRawPairs(mark === -1 ? '' : target.slice(mark + 1)),
      validator: this.#validator,
      shapes: this.#shapes,
      seeFields: this.#coverage.looksAtFields(operation) ? this.#seeFields(operation) : undefined,
    };
    return [...checkRequest(use), ...checkResponse(use)];
  }

  /** What of the contract was exercised so far. */
  coverage(): Coverage {
    return this.#coverage.sum();
  }

  #undocumented(endpoint: string, route: Route | undefined): Violation {
    if (route === undefined) {
      this.#coverage.addUndocumented(endpoint);
      const message = `the contract does not know ${endpoint}`;
      return undocumented('endpoint-undocumented', message, '/paths');
    }
    const [method = ''] = endpoint.split(' ');
    this.#coverage.addUndocumented(`${method} ${route.path.path}`);
    const message = `the contract has no ${method} for ${route.path.path}`;
    return undocumented('method-undocumented', message, pointerOf(route.path.place));
  }

  #seeFields(operation: ApiOperation): (schema: Place, value: unknown) => void {
    return (schema, value) => {
      for (const pointer of findUndocumentedFields(value, schema, this.#shapes)) {
        this.#coverage.addUndocumentedField(operation, pointer);
      }
    };
  }

  /** Writes all schemas of an operation, so that broken ones are known before anything is sent. */
  #prepare({ parameters, body, responses }: ApiOperation): void {
    const prepareAll = (content: readonly ApiMedia[], side: 'request' | 'response'): void => {
      for (const { schema } of content) {
        if (schema !== undefined) this.#validator.prepare(schema, side);
      }
    };
    for (const { schema, content } of parameters.values()) {
      if (schema !== undefined) this.#validator.prepare(schema, 'request');
      prepareAll(content, 'request');
    }
    prepareAll(body?.content ?? [], 'request');
    for (const { content, headers } of responses.values()) {
      prepareAll(content, 'response');
      for (const { schema } of headers.values()) {
        if (schema !== undefined) this.#validator.prepare(schema, 'response');
      }
    }
  }
}

function undocumented(
  code: 'endpoint-undocumented' | 'method-undocumented',
  message: string,
  pointer: string,
): Violation {
  return { code, side: 'response', operation: undefined, message, at: 'path', pointer };
}
