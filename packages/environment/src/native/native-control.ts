import type { ServiceControl } from '../faults/fault-targets.ts';
import type { ServiceProcess } from './service-process.ts';

/** A service that was ready within the start's deadline is given as long again; nobody waits for ever. */
const READY_AGAIN_TIMEOUT_MS = 60_000;

/** Does to native processes what faults ask for. */
export class NativeControl implements ServiceControl {
  readonly #processes: ReadonlyMap<string, ServiceProcess>;

  constructor(processes: ReadonlyMap<string, ServiceProcess>) {
    this.#processes = processes;
  }

  async pause(service: string): Promise<void> {
    this.#of(service).pause();
  }

  async resume(service: string): Promise<void> {
    this.#of(service).resume();
  }

  async kill(service: string): Promise<void> {
    await this.#of(service).end(0);
  }

  async startAgain(service: string): Promise<void> {
    await this.#of(service).startAgain(READY_AGAIN_TIMEOUT_MS);
  }

  async restart(service: string): Promise<void> {
    await this.#of(service).end();
    await this.#of(service).startAgain(READY_AGAIN_TIMEOUT_MS);
  }

  #of(service: string): ServiceProcess {
    const process = this.#processes.get(service);
    if (process === undefined) throw new Error(`no process of service "${service}"`);
    return process;
  }
}
