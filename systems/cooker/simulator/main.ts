import { readConfig } from './config.ts';
import { startSimulator } from './simulator.ts';

function print(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const simulator = await startSimulator(config, (error) => {
    print({ level: 'error', msg: 'request failed', error: describe(error) });
  });
  const { host, port } = simulator;
  print({ level: 'info', msg: 'listening', host, port, profile: config.profile });
  const { promise: signalled, resolve } = Promise.withResolvers<string>();
  process.once('SIGTERM', resolve);
  process.once('SIGINT', resolve);
  const signal = await signalled;
  await simulator[Symbol.asyncDispose]();
  print({ level: 'info', msg: 'stopped', signal });
}

try {
  await main();
} catch (error) {
  print({ level: 'error', msg: 'could not start', error: describe(error) });
  process.exitCode = 1;
}
