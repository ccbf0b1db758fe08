import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

import type { ComposeService } from '../compose/model.ts';
import type { Edge } from '../faults/fault-targets.ts';
import { SCENARIO } from '../faults/fault.ts';
import { findPairedReferences, findReferences } from '../native/rewrite.ts';
import { pollUntil } from '../process/poll-until.ts';
import { startEdgeProxy } from '../proxy/edge-proxy.ts';
import { EngineError } from './engine-api.ts';
import type { EngineApi } from './engine-api.ts';
import { ENVIRONMENT_LABEL } from './isolated-document.ts';

/** What proxies are put between. */
export interface EdgePlan {
  readonly api: EngineApi;
  readonly project: string;
  readonly services: readonly ComposeService[];
  /** By service: its TCP ports. */
  readonly ports: ReadonlyMap<string, ReadonlyMap<number, unknown>>;
  /** Where a port of a service is published; asked at every connection. */
  readonly publishedAt: (service: string, port: number) => number;
}

/** How a caller finds a neighbour at its proxies: a network that only the caller joins, whose gateway is us. */
interface Bridge {
  readonly from: string;
  readonly to: ComposeService;
  readonly network: string;
  readonly gateway: string;
}

const ATTEMPTS = 20;
const ADDRESS_TIMEOUT_MS = 2000;

/**
 * A proxy for every caller and every port of the services that it names or depends on, and for the scenario. Each
 * caller joins one more network per neighbour; the network's gateway is an address of this machine, on which the
 * proxies listen at the neighbour's own ports, and `/etc/hosts` of the caller gives the neighbour's names to it.
 */
export class DockerEdges {
  readonly edges: readonly Edge[];
  readonly #bridges: readonly Bridge[];

  private constructor(edges: readonly Edge[], bridges: readonly Bridge[]) {
    this.edges = edges;
    this.#bridges = bridges;
  }

  /** Undefined when the gateways of the engine's networks are no addresses of this machine. */
  static async open(plan: EdgePlan): Promise<DockerEdges | undefined> {
    const bridges = await Promise.all(
      plan.services
        .flatMap((from) => neighboursOf(from, plan.services).map((to) => [from.name, to] as const))
        .map(([from, to]) => openBridge(from, to, plan)),
    );
    const areOurs = async (): Promise<boolean> =>
      (await Promise.all(bridges.map(({ gateway }) => isOurAddress(gateway)))).every(Boolean);
    const isOurs = await pollUntil(areOurs, { timeoutMs: ADDRESS_TIMEOUT_MS });
    if (!isOurs) return undefined;
    const ways = [
      ...plan.services.map((to) => ({ from: SCENARIO, to, host: '127.0.0.1' })),
      ...bridges.map(({ from, to, gateway }) => ({ from, to, host: gateway })),
    ];
    const edges = ways.flatMap(({ from, to, host }) =>
      [...(plan.ports.get(to.name)?.keys() ?? [])].map((port) =>
        openEdge({ from, to: to.name, port }, host, plan),
      ),
    );
    return new DockerEdges(await Promise.all(edges), bridges);
  }

  /** The port on which the scenario finds a port of a service. */
  scenarioPort(service: string, port: number): number | undefined {
    return this.edges.find(
      (edge) => edge.from === SCENARIO && edge.to === service && edge.port === port,
    )?.proxy.port;
  }

  /** Networks that the caller joins, and what its `/etc/hosts` says of its neighbours. */
  of(caller: string): { networks: string[]; hosts: string[] } {
    const own = this.#bridges.filter(({ from }) => from === caller);
    return {
      networks: own.map(({ network }) => network),
      hosts: own.flatMap(({ to, gateway }) =>
        [...new Set([to.name, ...to.aliases])].map((name) => `${name}:${gateway}`),
      ),
    };
  }

  async there(service: string, port: number): Promise<void> {
    const edges = this.edges.filter((edge) => edge.to === service && edge.port === port);
    await Promise.all(edges.map(({ proxy }) => proxy.targetThere()));
  }

  /** Whoever connects is refused. */
  gone(service: string): void {
    for (const edge of this.edges) if (edge.to === service) edge.proxy.targetGone();
  }

  async close(): Promise<void> {
    await Promise.all(this.edges.map(({ proxy }) => proxy.close()));
  }
}

function neighboursOf(
  from: ComposeService,
  services: readonly ComposeService[],
): readonly ComposeService[] {
  const { environment, command, entrypoint } = from;
  const texts = [...environment.values(), ...(command ?? []), ...(entrypoint ?? [])];
  return services.filter((to) => {
    if (to === from) return false;
    const names = [to.name, ...to.aliases];
    return (
      from.dependsOn.has(to.name) ||
      texts.some((text) => findReferences(text, names).length > 0) ||
      findPairedReferences(environment, names).length > 0
    );
  });
}

async function openBridge(from: string, to: ComposeService, plan: EdgePlan): Promise<Bridge> {
  const { api, project } = plan;
  // Behind all others in the order of names: an engine takes the way out through the first one.
  const network = `${project}_zz-${from}-${to.name}`;
  for (let attempt = 1; ; attempt += 1) {
    const start = `10.${randomInt(128, 256)}.${randomInt(256)}.`;
    const last = randomInt(32) * 8;
    const gateway = `${start}${last + 1}`;
    const body = {
      Name: network,
      Driver: 'bridge',
      Labels: { 'com.docker.compose.project': project, [ENVIRONMENT_LABEL]: project },
      IPAM: { Config: [{ Subnet: `${start}${last}/29`, Gateway: gateway }] },
    };
    try {
      await api.send('POST', '/networks/create', { body });
      return { from, to, network, gateway };
    } catch (error) {
      // Somebody has these addresses: others will do.
      if (!(error instanceof EngineError) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function openEdge(
  way: { readonly from: string; readonly to: string; readonly port: number },
  host: string,
  { publishedAt }: EdgePlan,
): Promise<Edge> {
  const isScenario = way.from === SCENARIO;
  const proxy = await startEdgeProxy({
    target: () => ({ host: '127.0.0.1', port: publishedAt(way.to, way.port) }),
    listenHost: host,
    ...(isScenario ? {} : { listenPort: way.port }),
  });
  proxy.targetGone();
  return { ...way, proxy };
}

/** Asked by listening there: a bridge that nobody has joined yet is not among the interfaces that run. */
function isOurAddress(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: address, port: 0 }, () => server.close(() => resolve(true)));
  });
}
