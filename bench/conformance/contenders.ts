import { createRequire } from 'node:module';

import { Ajv } from 'ajv';
import addFormatsModule from 'ajv-formats';

import { Conformance } from '../../packages/contracts/src/conformance/index.ts';
import type { Exchange } from '../../packages/contracts/src/conformance/index.ts';
import { openApi } from '../../packages/contracts/src/index.ts';
import { SHOP } from './shop.ts';

/** Checks one exchange; answers whether it is well. */
export type Checker = (exchange: Exchange) => boolean;

/** Makes a checker, everything compiled. */
export const CONTENDERS: Readonly<Record<string, (folder: string) => Checker>> = {
  ours: () => conformance(1),
  sampled: () => conformance(10),
  ajv: byHand,
  validator: responseValidator,
};

function conformance(checkEvery: number): Checker {
  const contract = openApi(JSON.stringify(SHOP), 'shop.json');
  const held = new Conformance(contract, undefined, { checkEvery });
  return (exchange) => held.check(exchange).length === 0;
}

/** What somebody writes who knows the operation: bodies parsed and validated, nothing else looked at. */
function byHand(): Checker {
  const ajv = new Ajv({ strict: false });
  (addFormatsModule as unknown as { default: (ajv: Ajv) => void }).default(ajv);
  const one = ajv.compile(SHOP.components.schemas.Item);
  const many = ajv.compile({ type: 'array', items: SHOP.components.schemas.Item });
  return ({ method, target, requestBody, responseBody }) => {
    const asked = requestBody === undefined || one(JSON.parse(requestBody));
    if (responseBody === undefined) return asked;
    const validate = method === 'GET' && target.startsWith('/items?') ? many : one;
    return asked && validate(JSON.parse(responseBody));
  };
}

interface ResponseValidator {
  readonly validateResponse: (status: number, body: unknown) => unknown;
}

/** The answers only: the package looks at nothing else. Which operation it was is known beforehand. */
function responseValidator(folder: string): Checker {
  const required = createRequire(import.meta.url);
  const { default: Validator } = required(folder) as {
    readonly default: new (options: object) => ResponseValidator;
  };
  const validators = new Map<string, ResponseValidator>();
  for (const [path, methods] of Object.entries(SHOP.paths)) {
    for (const [method, { responses }] of Object.entries(methods)) {
      const { components } = SHOP;
      const validator = new Validator({ responses: structuredClone(responses), components });
      validators.set(`${method.toUpperCase()} ${path}`, validator);
    }
  }
  return ({ method, target, status, responseBody }) => {
    const path = target.startsWith('/items/') ? '/items/{id}' : '/items';
    const body: unknown = responseBody === undefined ? undefined : JSON.parse(responseBody);
    return validators.get(`${method} ${path}`)?.validateResponse(status, body) === undefined;
  };
}
