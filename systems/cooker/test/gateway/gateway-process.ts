import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = new URL('../../src/main.ts', import.meta.url).pathname;
const DEADLINE_MS = 20_000;
const POLL_MS = 10;

export const API_KEY = 'sk-anova-test-0123456789abcdefghijklmnopqrst';
const PLENTY = Object.fromEntries(
  ['START', 'STOP', 'STATUS', 'HEALTH', 'DIAGNOSTICS', 'DOCUMENT', 'FAILED_AUTH'].map((name) => [
    `COOKER_RATE_${name}_PER_MINUTE`,
    '1000000',
  ]),
);

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; tests look into it freely. */
  // oxlint-disable-next-line typescript/no-explicit-any -- what a test may look into
  readonly body: any;
}

export interface CallOptions {
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** Null sends no key. */
  readonly key?: string | null;
}

/** The gateway as its own process. */
export interface GatewayProcess extends AsyncDisposable {
  readonly url: string;
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly call: (method: string, path: string, options?: CallOptions) => Promise<Answer>;
  readonly start: (body: unknown) => Promise<Answer>;
  /** Asks for the status until it is as wanted. */
  readonly until: (isWanted: (answer: Answer) => boolean) => Promise<Answer>;
  /** Ends the process and tells its exit code, or the signal that ended it. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | NodeJS.Signals>;
}

export interface Folder extends AsyncDisposable {
  readonly path: string;
}

export async function temporaryFolder(): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'cooker-gateway-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

/** Starts `src/main.ts` and resolves once it listens. */
export async function startGateway(env: Record<string, string>): Promise<GatewayProcess> {
  const { child, output, lines, exited } = spawnGateway({ ...PLENTY, ...env });
  const { promise: listening, resolve } = Promise.withResolvers<number>();
  lines.on('line', (line: string) => {
    if (!line.includes('"msg":"listening"')) return;
    resolve((JSON.parse(line) as { port: number }).port);
  });
  const port = await Promise.race([
    listening,
    exited.then((code) => Promise.reject(new Error(`gateway ended with ${code}: ${output()}`))),
  ]);
  const url = `http://127.0.0.1:${port}`;
  const call = (method: string, path: string, options: CallOptions = {}): Promise<Answer> =>
    request(url + path, method, options);
  const end = async (signal: NodeJS.Signals): Promise<number | NodeJS.Signals> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return await exited;
  };
  return {
    url,
    process: child,
    output,
    call,
    start: (body) => call('POST', '/start-cook', { body }),
    until: (isWanted) => poll(() => call('GET', '/status'), isWanted),
    end,
    [Symbol.asyncDispose]: async () => {
      await end('SIGKILL');
    },
  };
}

/** Runs `src/main.ts` with an environment that it should refuse. */
export async function runGateway(
  env: Record<string, string>,
): Promise<{ code: number | NodeJS.Signals; output: string }> {
  const { output, exited } = spawnGateway(env);
  return { code: await exited, output: output() };
}

interface Spawned {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly lines: ReturnType<typeof createInterface>;
  readonly exited: Promise<number | NodeJS.Signals>;
}

function spawnGateway(env: Record<string, string>): Spawned {
  const child = spawn(process.execPath, [MAIN], {
    env: { COOKER_API_KEY: API_KEY, PORT: '0', COOKER_DATABASE: ':memory:', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => printed.push(line));
  const exited = once(child, 'close').then(
    ([code, signal]) => (code ?? signal) as number | NodeJS.Signals,
  );
  return { child, output: () => printed.join('\n'), lines, exited };
}

async function request(url: string, method: string, options: CallOptions): Promise<Answer> {
  const { key = API_KEY, body } = options;
  const response = await fetch(url, {
    method,
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : undefined,
  };
}

/** Asks again and again until the answer is as wanted. */
export async function poll(
  ask: () => Promise<Answer>,
  isWanted: (answer: Answer) => boolean,
): Promise<Answer> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`still ${answer.status} ${answer.text}`);
    const { promise, resolve } = Promise.withResolvers<void>();
    setTimeout(resolve, POLL_MS);
    await promise;
  }
}
