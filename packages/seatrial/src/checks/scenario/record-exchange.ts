import type { TrafficLog } from '../contract/traffic.ts';

/** One request of a step and its complete answer. */
export interface StepExchange {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string | string[] | undefined>>;
  readonly responseBody: string;
}

/** Hands an exchange to whoever holds the service's contract. */
export function recordExchange(traffic: TrafficLog | null, exchange: StepExchange): void {
  if (traffic === null) return;
  const { service, method, path, headers, body, status, responseHeaders, responseBody } = exchange;
  traffic.record(service, {
    method,
    target: path,
    requestHeaders: lowerCase(headers),
    requestBody: body ?? undefined,
    status,
    responseHeaders: lowerCase(responseHeaders),
    responseBody,
  });
}

function lowerCase(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [[name.toLowerCase(), typeof value === 'string' ? value : value.join(', ')] as const],
    ),
  );
}
