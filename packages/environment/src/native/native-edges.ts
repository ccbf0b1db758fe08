import { setTimeout as delay } from 'node:timers/promises';

import type { Edge } from '../faults/fault-targets.ts';
import { SCENARIO } from '../faults/fault.ts';
import { startEdgeProxy } from '../proxy/edge-proxy.ts';
import { isPortAnswering, releasePorts, reserveFreePort } from './loopback-port.ts';
import { LOOPBACK } from './rewrite.ts';

const PORT_POLL_MS = 15;

/** By service: container port to loopback port. */
type PortsByService = ReadonlyMap<string, ReadonlyMap<number, number>>;

/**
 * A proxy for every caller and every port it may speak to: each service is told other ports for its neighbours than
 * the neighbours listen on, and the scenario too. A proxy listens only while its target does, so that a caller which
 * waits for a port sees what it would see without proxies.
 */
export class NativeEdges {
  readonly #ports: PortsByService;
  readonly #all: readonly Edge[];
  /** Edges that somebody was told of; nobody speaks over the others. */
  readonly #used = new Set<Edge>();
  readonly #watches = new Map<string, AbortController>();
  readonly #watching = new Set<Promise<void>>();

  private constructor(ports: PortsByService, all: readonly Edge[]) {
    this.#ports = ports;
    this.#all = all;
  }

  /** @param ports - loopback ports on which the services listen */
  static async open(ports: PortsByService): Promise<NativeEdges> {
    const callers = [SCENARIO, ...ports.keys()];
    const opening = callers.flatMap((from) =>
      [...ports].flatMap(([to, itsPorts]) =>
        from === to
          ? []
          : [...itsPorts].map(([port, hostPort]) => openEdge({ from, to, port }, hostPort)),
      ),
    );
    return new NativeEdges(ports, await Promise.all(opening));
  }

  /** Edges that exist: those of the scenario, and those that a text of the caller speaks of. */
  get edges(): readonly Edge[] {
    return this.#all.filter((edge) => edge.from === SCENARIO || this.#used.has(edge));
  }

  /** Container ports of a service, and the loopback ports where this caller finds them; what is looked up is used. */
  portsFor(from: string, to: string): ReadonlyMap<number, number> {
    const direct = this.#ports.get(to) ?? new Map<number, number>();
    if (from === to) return direct;
    return new LookedUpPorts(
      this.#all.filter((edge) => edge.from === from && edge.to === to),
      (edge) => this.#used.add(edge),
    );
  }

  /** The service's process runs: its edges open as soon as its ports do. */
  started(service: string): void {
    this.#watches.get(service)?.abort();
    const watch = new AbortController();
    this.#watches.set(service, watch);
    for (const [port, hostPort] of this.#ports.get(service) ?? []) {
      const watching = this.#openWhenAnswering({ service, port, hostPort }, watch.signal);
      this.#watching.add(watching);
      void watching.finally(() => this.#watching.delete(watching));
    }
  }

  /** The service is ready: what answers by now is open when this resolves. */
  async ready(service: string): Promise<void> {
    const opening = [...(this.#ports.get(service) ?? [])].map(async ([port, hostPort]) => {
      if (await isPortAnswering(hostPort)) await this.#targetThere(service, port);
    });
    await Promise.all(opening);
  }

  /** The service's process has ended: whoever connects is refused. */
  gone(service: string): void {
    this.#watches.get(service)?.abort();
    for (const edge of this.#all) if (edge.to === service) edge.proxy.targetGone();
  }

  async close(): Promise<void> {
    for (const watch of this.#watches.values()) watch.abort();
    await Promise.all(this.#watching);
    await Promise.all(this.#all.map(({ proxy }) => proxy.close()));
    releasePorts(this.#all.map(({ proxy }) => proxy.port));
  }

  async #openWhenAnswering(
    { service, port, hostPort }: { service: string; port: number; hostPort: number },
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      if (await isPortAnswering(hostPort)) {
        if (!signal.aborted) await this.#targetThere(service, port);
        return;
      }
      // Aborted: there is nothing to wait for any more.
      await delay(PORT_POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  async #targetThere(service: string, port: number): Promise<void> {
    const edges = this.#all.filter((edge) => edge.to === service && edge.port === port);
    await Promise.all(edges.map(({ proxy }) => proxy.targetThere()));
  }
}

async function openEdge(
  way: { from: string; to: string; port: number },
  hostPort: number,
): Promise<Edge> {
  const target = { host: LOOPBACK, port: hostPort };
  const listenPort = await reserveFreePort();
  const proxy = await startEdgeProxy({ target: () => target, listenHost: LOOPBACK, listenPort });
  proxy.targetGone();
  return { ...way, proxy };
}

/** Loopback ports by container port, which takes note of what it is asked for. */
class LookedUpPorts extends Map<number, number> {
  readonly #edges: readonly Edge[];
  readonly #onLookUp: (edge: Edge) => void;

  constructor(edges: readonly Edge[], onLookUp: (edge: Edge) => void) {
    super();
    this.#edges = edges;
    this.#onLookUp = onLookUp;
    for (const { port, proxy } of edges) this.set(port, proxy.port);
  }

  override get(port: number): number | undefined {
    const edge = this.#edges.find((one) => one.port === port);
    if (edge !== undefined) this.#onLookUp(edge);
    return super.get(port);
  }
}
