import type { StartedEnvironment } from '../../src/index.ts';

/** One project of the table: how it is brought up, and a request that only works when its services work together. */
export interface Project {
  /** Folder below test/projects. */
  readonly name: string;
  /** Compose files; default `compose.yaml`. */
  readonly files?: readonly string[];
  readonly profiles?: readonly string[];
  /** Programs that have to be on PATH; PostgreSQL and Node come with the packages. */
  readonly binaries?: readonly string[];
  /** Images that the docker driver needs, made from scratch; see scratch-images.ts. */
  readonly images: readonly ScratchImage[];
  readonly drive: (started: StartedEnvironment) => Promise<void>;
}

export type ScratchImage =
  | 'node'
  | 'postgres'
  | 'redis'
  | 'nginx'
  | 'nats'
  | 'mosquitto'
  | 'python';

/** Status and text of the answer. */
export async function ask(
  started: StartedEnvironment,
  service: string,
  request: { readonly path?: string; readonly port?: number; readonly post?: string } = {},
): Promise<{ readonly status: number; readonly text: string; readonly headers: Headers }> {
  const { host, port } = started.address(service, request.port);
  const response = await fetch(`http://${host}:${port}${request.path ?? '/'}`, {
    ...(request.post !== undefined && { method: 'POST', body: request.post }),
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** The first answer that `isDone` takes; what comes through a queue is there a moment later. */
export async function eventually<T>(
  look: () => T | Promise<T>,
  isDone: (seen: T) => boolean,
): Promise<T> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const seen = await look();
    if (isDone(seen)) return seen;
    if (performance.now() > deadline) throw new Error(`still ${JSON.stringify(seen)} after 10 s`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
