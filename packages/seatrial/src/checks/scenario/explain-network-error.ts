/** What went wrong between us and a service. */
export interface NetworkProblem {
  /** `request`: what we wanted to send is not possible. `answer`: the service did not answer as it should. */
  readonly kind: 'request' | 'answer';
  /** Continues "cooker at 127.0.0.1:4711 …". */
  readonly what: string;
  readonly seen: string;
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection',
  ECONNRESET: 'reset the connection',
  EPIPE: 'closed the connection',
  UND_ERR_SOCKET: 'closed the connection before it answered',
  ETIMEDOUT: 'does not take the connection',
  EHOSTUNREACH: 'cannot be reached',
  ENOTFOUND: 'has a name that nobody knows',
  UND_ERR_HEADERS_OVERFLOW: 'sent more headers than are read',
};

/** Puts an error of the network into words, by its code. */
export function explainNetworkError(error: unknown): NetworkProblem {
  const chain = causes(error);
  const codes = chain.map(codeOf);
  const seen = chain
    .map((cause) => (cause instanceof Error ? cause.message : String(cause)))
    .filter((message) => message !== '')
    .slice(0, 2)
    .join(': ');
  if (codes.some((code) => code === 'UND_ERR_INVALID_ARG' || code.startsWith('ERR_INVALID_'))) {
    return { kind: 'request', what: 'was not asked', seen };
  }
  const code = codes.find((candidate) => candidate in WORDS);
  const notHttp = codes.some(
    (candidate) => candidate.startsWith('HPE_') || candidate === 'HTTPParserError',
  );
  const what = notHttp ? 'does not speak HTTP' : (WORDS[code ?? ''] ?? 'did not answer');
  return { kind: 'answer', what, seen: seen === '' ? (codes[0] ?? 'an unknown error') : seen };
}

function causes(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let next = error; next !== undefined && next !== null && chain.length < 5;) {
    chain.push(next);
    const [first] = next instanceof AggregateError ? (next.errors as unknown[]) : [];
    next = first ?? (next instanceof Error ? next.cause : undefined);
  }
  return chain;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  // undici's parser error often carries only its name.
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
