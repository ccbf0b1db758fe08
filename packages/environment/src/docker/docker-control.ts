import type { ServiceControl } from '../faults/fault-targets.ts';
import type { ServiceContainers } from './service-containers.ts';

/** A service that was ready within the start's deadline is given as long again; nobody waits for ever. */
const READY_AGAIN_TIMEOUT_MS = 60_000;

/** Does to containers what faults ask for. */
export class DockerControl implements ServiceControl {
  readonly #containers: ReadonlyMap<string, ServiceContainers>;

  constructor(containers: ReadonlyMap<string, ServiceContainers>) {
    this.#containers = containers;
  }

  async pause(service: string): Promise<void> {
    await this.#of(service).pause();
  }

  async resume(service: string): Promise<void> {
    await this.#of(service).resume();
  }

  async kill(service: string): Promise<void> {
    await this.#of(service).end('kill');
  }

  async startAgain(service: string): Promise<void> {
    await this.#of(service).startAgain(READY_AGAIN_TIMEOUT_MS);
  }

  async restart(service: string): Promise<void> {
    await this.#of(service).end('stop');
    await this.#of(service).startAgain(READY_AGAIN_TIMEOUT_MS);
  }

  #of(service: string): ServiceContainers {
    const containers = this.#containers.get(service);
    if (containers === undefined) throw new Error(`no containers of service "${service}"`);
    return containers;
  }
}
