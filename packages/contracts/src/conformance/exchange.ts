/** One HTTP request and its answer, as they were on the wire. */
export interface Exchange {
  /** Upper case. */
  readonly method: string;
  /** Path and query, such as `/users/7?full=true`. */
  readonly target: string;
  /** Names in lower case; a header that came several times is joined with a comma. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string | undefined;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string | undefined;
}

export const VIOLATION_CODES = [
  'endpoint-undocumented',
  'method-undocumented',
  'parameter-missing',
  'parameter-invalid',
  'request-body-missing',
  'request-media-type',
  'request-body-invalid',
  'status-undocumented',
  'response-media-type',
  'response-header-missing',
  'response-header-invalid',
  'response-body-missing',
  'response-body-invalid',
  'channel-undocumented',
  'message-undocumented',
  'message-invalid',
] as const;
/** In what an exchange does not keep the contract. */
export type ViolationCode = (typeof VIOLATION_CODES)[number];

/** Something in an exchange or a message that the contract does not allow. */
export interface Violation {
  readonly code: ViolationCode;
  /** Whose fault it is: the client's in a request, the service's in a response. */
  readonly side: 'request' | 'response';
  /** `GET /users/{id}`, or `send /events` for a message; undefined for an endpoint that the contract does not know. */
  readonly operation: string | undefined;
  readonly message: string;
  /** Where in the message, e.g. `body /items/0/name`, `header etag`, `query limit`. */
  readonly at: string;
  /** JSON pointer into the contract to what was not kept. */
  readonly pointer: string;
}
