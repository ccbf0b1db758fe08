/** As up-and-down.ts, with Testcontainers' own reading of Compose files. Argument: `{peers, folder, files, project}`, JSON. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Wanted {
  readonly peers: string;
  readonly folder: string;
  readonly files: readonly string[];
  readonly project: string;
}

/** What we use of the package, which is not among our dependencies. */
interface Testcontainers {
  readonly DockerComposeEnvironment: new (folder: string, files: readonly string[]) => Compose;
  readonly Wait: {
    forHealthCheck(): unknown;
    forOneShotStartup(): unknown;
    forListeningPorts(): unknown;
  };
}
interface Compose {
  withProjectName(name: string): Compose;
  withDefaultWaitStrategy(strategy: unknown): Compose;
  withWaitStrategy(container: string, strategy: unknown): Compose;
  withStartupTimeout(timeoutMs: number): Compose;
  up(): Promise<{ down(options: { removeVolumes: boolean; timeout: number }): Promise<unknown> }>;
}

const { peers, folder, files, project } = JSON.parse(process.argv[2] ?? '') as Wanted;
const entry = createRequire(join(peers, 'package.json')).resolve('testcontainers');
const { DockerComposeEnvironment, Wait } = (await import(
  pathToFileURL(entry).href
)) as Testcontainers;

const startedMs = performance.now();
const started = await new DockerComposeEnvironment(folder, files)
  .withProjectName(project)
  .withDefaultWaitStrategy(Wait.forHealthCheck())
  .withWaitStrategy('schema-1', Wait.forOneShotStartup())
  .withWaitStrategy('front-1', Wait.forListeningPorts())
  .withStartupTimeout(60_000)
  .up();
const readyMs = performance.now();
await started.down({ removeVolumes: true, timeout: 10_000 });
const took = { upMs: readyMs - startedMs, downMs: performance.now() - readyMs };
process.stdout.write(`\n${JSON.stringify(took)}`);
