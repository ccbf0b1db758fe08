/**
 * Brings one environment up and down through the library, in a process of its own, so that every start is as cold as
 * that of a test suite. Argument: `{files, driver, directory, project}`, JSON. Prints `{upMs, downMs}`.
 */
import { createEnvironment, readComposeFile } from '../../packages/environment/src/index.ts';
import type { Driver } from '../../packages/environment/src/index.ts';

interface Wanted {
  readonly files: readonly string[];
  readonly driver: Driver;
  readonly directory: string;
}

const { files, driver, directory } = JSON.parse(process.argv[2] ?? '') as Wanted;
const interruption = new AbortController();
process.once('SIGTERM', () => interruption.abort());

const startedMs = performance.now();
const environment = createEnvironment({
  compose: readComposeFile(files),
  driver,
  directory,
  signal: interruption.signal,
});
const started = await environment.start();
const readyMs = performance.now();
if (started.notProven.size > 0) {
  await started.stop();
  throw new Error(`not started: ${[...started.notProven.keys()].join(', ')}`);
}
await started.stop();
const took = { upMs: readyMs - startedMs, downMs: performance.now() - readyMs };
process.stdout.write(JSON.stringify(took));
