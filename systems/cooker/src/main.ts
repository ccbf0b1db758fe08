import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { becomeLean, shedTypeStripper } from './lean-process.ts';

// The rest is loaded only afterwards, since this may start the process anew.
becomeLean();
const { ConfigError, readConfig } = await import('./config.ts');
const { createLog } = await import('./log.ts');
const { createStdoutWriter } = await import('./stdout-writer.ts');
const { SqliteCookHistory } = await import('./store/sqlite-cook-history.ts');
const { connectAnova } = await import('./anova/index.ts');
const { Cooking } = await import('./cook/cooking.ts');
const { createGateway } = await import('./http/create-gateway.ts');
const { VERSION } = await import('./version.ts');
shedTypeStripper();

type Config = ReturnType<typeof readConfig>;

/** Longer than a start and a stop take together at worst; what hangs beyond it hangs for good. */
const SHUTDOWN_DEADLINE_MS = 40_000;

await main();

async function main(): Promise<void> {
  try {
    await runGateway(readConfig(process.env, (path) => readFileSync(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`cooker: ${reason}\n`);
    process.exitCode = error instanceof ConfigError ? 2 : 1;
  }
}

/** The composition root: everything that touches the outside is made and joined here, and only here. */
async function runGateway(config: Config): Promise<void> {
  const { log, flush } = createLog({
    level: config.logLevel,
    secrets: [config.apiKey, config.anovaToken],
    write: createStdoutWriter(),
    now: Date.now,
  });
  await using resources = new AsyncDisposableStack();
  resources.defer(flush);
  const history = resources.use(new SqliteCookHistory(config.databasePath));
  const { anovaUrl: url, anovaToken: token, anovaCookerId: cookerId } = config;
  const cooker = resources.use(connectAnova({ url, token, cookerId, log, ...config.linkTimings }));
  const cooking = resources.use(
    new Cooking({ cooker, history, log, now: Date.now, newId: randomUUID }),
  );
  const app = createGateway({
    cooking,
    cooker,
    apiKey: config.apiKey,
    rateLimits: config.rateLimits,
    version: VERSION,
    log,
    now: Date.now,
    monotonicNow: () => performance.now(),
    document: async () => (await import('./openapi/document.ts')).openApiText(config.publicUrl),
  });
  // First what is asked of us is answered, then the rest goes; the device goes on cooking.
  resources.defer(() => app.close());
  const stopped = signalled();
  await app.listen({ host: config.host, port: config.port });
  const address = app.server.address();
  log({
    level: 'info',
    msg: 'listening',
    version: VERSION,
    host: config.host,
    port: typeof address === 'object' ? address?.port : config.port,
    cloud: config.isSimulated ? 'simulator' : 'anova',
  });
  log({ level: 'info', msg: 'stopping', signal: await stopped });
}

/** Resolves at the first SIGTERM or SIGINT; a second one, or a shutdown that hangs, ends the process at once. */
function signalled(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let isStopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    setTimeout(() => process.exit(1), SHUTDOWN_DEADLINE_MS).unref();
    resolve(signal);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return promise;
}
