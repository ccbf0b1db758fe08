import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { runNode, runProcess } from '../process/run-process.ts';

const OWN_GENERATOR = fileURLToPath(new URL('generate-load.ts', import.meta.url));

export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** That every answer must have. */
  readonly status: number;
}

export interface Load {
  readonly port: number;
  readonly request: LoadRequest;
  /** Keep-alive connections, each with one request under way at any time. */
  readonly connections: number;
  readonly durationSeconds: number;
}

interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** One way to make load in a closed model, as a process of its own. */
export interface Generator {
  readonly name: string;
  /** @throws when an answer was lost or had another status */
  readonly generate: (load: Load) => Promise<LoadResult>;
}

/** wrk where it is installed, else our own; both sides of a comparison get the same one. */
export async function chooseGenerator(scratch: string, signal: AbortSignal): Promise<Generator> {
  try {
    // It ends with 1 when it only says its version.
    await runProcess('sh', ['-c', 'command -v wrk'], { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    return { name: 'our own generator over node:net', generate: (load) => byOwn(load, signal) };
  }
  return { name: 'wrk, 1 thread', generate: (load) => byWrk(load, { scratch, signal }) };
}

/** What both generators print. `failures` are answers of a class that was not asked for, and lost ones. */
interface Printed {
  readonly requests: number;
  readonly durationSeconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly refused: number;
  readonly lost: number;
}

async function byOwn(load: Load, signal: AbortSignal): Promise<LoadResult> {
  const { stdout } = await runNode([OWN_GENERATOR, JSON.stringify(load)], { signal });
  return toResult(load, stdout);
}

async function byWrk(
  load: Load,
  { scratch, signal }: { readonly scratch: string; readonly signal: AbortSignal },
): Promise<LoadResult> {
  const { port, request, connections, durationSeconds } = load;
  const script = join(scratch, 'wrk.lua');
  writeFileSync(script, wrkScript(request));
  const args = ['-t1', `-c${connections}`, `-d${durationSeconds}s`, '--timeout', '10s'];
  const url = `http://127.0.0.1:${port}${request.path}`;
  const { stdout } = await runProcess('wrk', [...args, '-s', script, url], { signal });
  return toResult(load, stdout.slice(stdout.lastIndexOf('\n{') + 1));
}

/** Lua's long brackets take any text as it is. */
function wrkScript({ method, headers, body }: LoadRequest): string {
  const fields = Object.entries(headers).map(
    ([name, value]) => `wrk.headers[ [==[${name}]==] ] = [==[${value}]==]`,
  );
  return `wrk.method = "${method}"
${body === '' ? '' : `wrk.body = [==[${body}]==]`}
${fields.join('\n')}
function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '\\n{"requests":%d,"durationSeconds":%f,"p50Ms":%f,"p99Ms":%f,"refused":%d,"lost":%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, e.status, e.connect + e.read + e.write + e.timeout))
end
`;
}

function toResult({ request }: Load, printed: string): LoadResult {
  const { requests, durationSeconds, p50Ms, p99Ms, refused, lost } = JSON.parse(printed) as Printed;
  const expectedRefusals = request.status >= 400 ? requests : 0;
  if (lost > 0 || refused !== expectedRefusals || requests === 0) {
    throw new Error(
      `${request.method} ${request.path}: expected only status ${request.status}, got ${printed.trim()}`,
    );
  }
  return { requests, perSecond: requests / durationSeconds, p50Ms, p99Ms };
}
