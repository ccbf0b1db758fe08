import { spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { Duplex } from 'node:stream';
import { json, text } from 'node:stream/consumers';

import type { DockerEndpoint } from './docker-endpoint.ts';

/** A refusal of the engine. */
export class EngineError extends Error {
  override readonly name: string = 'EngineError';
  /** HTTP status; 404 for a container that does not exist, 409 for one in the wrong state. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** How one request is made. */
export interface EngineRequest {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * The HTTP API of a Docker Engine, over its socket: a question costs a millisecond, where the docker CLI takes fifty.
 *
 * @see https://docs.docker.com/reference/api/engine/
 */
export class EngineApi {
  readonly #agent: Agent;
  readonly #address: RequestOptions;

  constructor(endpoint: DockerEndpoint) {
    this.#agent = endpoint.throughCli
      ? new DialStdioAgent(endpoint)
      : new Agent({ keepAlive: true });
    this.#address = addressOf(endpoint);
  }

  /** The answer as JSON; undefined when there is none. */
  async get<Answer>(path: string, options: EngineRequest = {}): Promise<Answer> {
    // The caller names the shape that the documentation of the API gives.
    return (await json(await this.open('GET', path, options))) as Answer;
  }

  /** Sends a command; answers of 304 (already so) are no failure. */
  async send(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    options: EngineRequest = {},
  ): Promise<void> {
    await text(await this.open(method, path, options));
  }

  /**
   * Opens an answer that comes bit by bit.
   *
   * @throws {EngineError} when the engine refuses
   */
  async open(method: string, path: string, options: EngineRequest = {}): Promise<IncomingMessage> {
    const { query = {}, body, signal } = options;
    const search = new URLSearchParams(query).toString();
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const made = request({
      ...this.#address,
      agent: this.#agent,
      method,
      path: search === '' ? path : `${path}?${search}`,
      headers: payload === undefined ? {} : { 'content-type': 'application/json' },
      ...(signal === undefined ? {} : { signal }),
    });
    const response = await answerTo(made, payload);
    const status = response.statusCode ?? 0;
    if (status < 400) return response;
    throw new EngineError(status, reasonOf(await text(response)));
  }

  /** Lets go of idle connections. */
  close(): void {
    this.#agent.destroy();
  }
}

/** Speaks through `docker system dial-stdio`, the way the docker CLI itself takes over ssh. */
class DialStdioAgent extends Agent {
  readonly #endpoint: DockerEndpoint;

  constructor(endpoint: DockerEndpoint) {
    super({ keepAlive: true });
    this.#endpoint = endpoint;
  }

  override createConnection(): Duplex {
    const child = spawn('docker', ['system', 'dial-stdio'], {
      env: this.#endpoint.env,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const connection = Duplex.from({ readable: child.stdout, writable: child.stdin });
    child.once('error', (error) => connection.destroy(error));
    connection.once('close', () => child.kill());
    return connection;
  }
}

function addressOf({ url, throughCli }: DockerEndpoint): RequestOptions {
  if (throughCli) return { host: 'docker' };
  const path = /^(?:unix|npipe):\/\/(.*)$/.exec(url)?.[1];
  if (path !== undefined) return { socketPath: path.replaceAll('/', socketSeparator(url)) };
  const { hostname, port } = new URL(url.replace(/^tcp:/, 'http:'));
  return { host: hostname, port: port === '' ? 2375 : Number(port) };
}

function socketSeparator(url: string): string {
  return url.startsWith('npipe:') ? '\\' : '/';
}

function answerTo(made: ClientRequest, payload: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    made.once('response', resolve);
    made.once('error', reject);
    made.end(payload);
  });
}

function reasonOf(answer: string): string {
  try {
    const { message } = JSON.parse(answer) as { message?: string };
    return message ?? answer;
  } catch {
    return answer;
  }
}

/** Whether an engine answers there within the time. */
export async function isEngineAnswering(
  endpoint: DockerEndpoint,
  timeoutMs: number,
): Promise<boolean> {
  const api = new EngineApi(endpoint);
  try {
    await api.send('GET', '/_ping', { signal: AbortSignal.timeout(timeoutMs) });
    return true;
  } catch {
    return false;
  } finally {
    api.close();
  }
}
