/**
 * The process that holds an environment in the background. It is told by message what to start, tells by message
 * what happens until all is ready, and stops everything at SIGTERM. When whoever started it ends before that, it
 * gives up.
 */
import { once } from 'node:events';
import { enableCompileCache } from 'node:module';

import type { HolderMessage, HolderRequest } from './holder-messages.ts';

enableCompileCache();
const { holdEnvironment } = await import('./hold-environment.ts');
const { packError } = await import('./holder-messages.ts');
const { readProjectCompose } = await import('./read-project-compose.ts');

const stopping = new AbortController();
const stop = (): void => stopping.abort();
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, stop);
process.on('disconnect', onDisconnect);

let isReady = false;

function onDisconnect(): void {
  if (!isReady) stop();
}

function tell(message: HolderMessage): void {
  // Whoever listened may be gone: that is what `disconnect` is for.
  if (process.connected) process.send?.(message, () => undefined);
}

async function hold(request: HolderRequest): Promise<void> {
  const { projectRoot, composeFiles, profiles, services, deadlineMs, driver } = request;
  const { env } = process;
  const compose = readProjectCompose({ root: projectRoot, composeFiles }, env, profiles);
  if (compose === null) throw new Error('a holder is started for a project with a Compose file');
  await using held = new AsyncDisposableStack();
  held.use(
    await holdEnvironment({
      projectRoot,
      compose,
      services,
      deadlineMs,
      driver,
      env,
      signal: stopping.signal,
      background: true,
      onEvent: (event) => tell({ type: 'event', event }),
    }),
  );
  isReady = true;
  tell({ type: 'ready' });
  if (!stopping.signal.aborted) await once(stopping.signal, 'abort');
}

const [request] = (await once(process, 'message')) as [HolderRequest];
try {
  await hold(request);
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  tell({ type: 'failed', error: packError(error) });
}
if (process.connected) process.disconnect();
