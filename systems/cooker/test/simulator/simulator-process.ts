import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const MAIN = new URL('../../simulator/main.ts', import.meta.url).pathname;
const START_TIMEOUT_MS = 20_000;

export interface ControlAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** The simulator as its own process, with its control API at hand. */
export interface SimulatorProcess extends AsyncDisposable {
  readonly port: number;
  readonly url: URL;
  /** Everything it printed so far. */
  readonly output: () => string;
  readonly call: (method: string, path: string, body?: unknown) => Promise<ControlAnswer>;
  /** The answer's body of a call that has to be a 200. */
  readonly control: (path: string, body?: unknown) => Promise<Record<string, unknown>>;
}

export async function startSimulatorProcess(
  env: Readonly<Record<string, string>> = {},
): Promise<SimulatorProcess> {
  const child = spawn(process.execPath, [MAIN], {
    env: { PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => printed.push(line));
  const exited = once(child, 'exit');
  const [line] = (await Promise.race([
    once(lines, 'line', { signal: AbortSignal.timeout(START_TIMEOUT_MS) }),
    exited.then(() => Promise.reject(new Error(`simulator ended: ${printed.join('\n')}`))),
  ])) as [string];
  const { port } = JSON.parse(line) as { port?: number };
  if (port === undefined) {
    await exited;
    throw new Error(`simulator did not start: ${line}`);
  }
  const call = async (method: string, path: string, body?: unknown): Promise<ControlAnswer> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return {
    port,
    url: new URL(`ws://127.0.0.1:${port}`),
    output: () => printed.join('\n'),
    call,
    async control(path, body = {}): Promise<Record<string, unknown>> {
      const answer = await call('POST', path, body);
      if (answer.status === 200) return answer.body;
      throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}
