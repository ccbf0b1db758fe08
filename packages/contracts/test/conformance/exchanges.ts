import type { ConformanceOptions, Exchange, Violation } from '../../src/conformance/index.ts';
import { Conformance } from '../../src/conformance/index.ts';
import { openApi } from '../../src/index.ts';

/** Conformance with a description of any generation. */
export function conformanceTo(
  description: Readonly<Record<string, unknown>>,
  options: ConformanceOptions = {},
): Conformance {
  const info = { title: 'Shop', version: '1.0.0' };
  const text = JSON.stringify(
    'swagger' in description
      ? { info, ...description }
      : { openapi: '3.1.0', info, ...description },
  );
  return new Conformance(openApi(text, 'shop.json'), undefined, options);
}

/** An exchange that `GET /` with an empty JSON answer is, but for what is said. */
export function exchange(
  title: string,
  answer: unknown = {},
  rest: Partial<Exchange> & { readonly request?: unknown } = {},
): Exchange {
  const [method = 'GET', target = '/'] = title.split(' ');
  const { request, ...others } = rest;
  return {
    method,
    target,
    requestHeaders: request === undefined ? {} : { 'content-type': 'application/json' },
    requestBody: request === undefined ? undefined : JSON.stringify(request),
    status: 200,
    responseHeaders: { 'content-type': 'application/json' },
    responseBody: JSON.stringify(answer),
    ...others,
  };
}

/** `code at pointer` of each. */
export function told(violations: readonly Violation[]): string[] {
  return violations.map(({ code, at, pointer }) => `${code} | ${at} | ${pointer}`);
}

/** An operation that answers 200 with a schema. */
export function answering(schema: unknown, rest: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    ...rest,
    responses: { 200: { description: 'ok', content: { 'application/json': { schema } } } },
  };
}
