import { EnvironmentError } from '../diagnostic.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { stopInOrder } from '../lifecycle/stop-in-order.ts';
import { pollUntil } from '../process/poll-until.ts';
import { findPortHolder } from './find-port-holder.ts';
import { isPortAnswering } from './loopback-port.ts';
import type { HostPlan } from './plan-host-services.ts';
import type { ServiceProcess } from './service-process.ts';

/** The kernel closes the sockets of a dead process at once; this is for one that is still being taken apart. */
const PORT_CLOSE_TIMEOUT_MS = 1000;

/**
 * Stops services in reverse dependency order, those that nobody waits for at the same time, and makes sure that
 * no process and no port is left.
 *
 * @throws {EnvironmentError} `STOP_INCOMPLETE`, after everything that could be stopped was stopped
 */
export async function stopServices(
  plans: ReadonlyMap<string, HostPlan>,
  processes: ReadonlyMap<string, ServiceProcess>,
): Promise<void> {
  const survivors = await stopInOrder(
    [...plans.values()].map(({ service }) => service),
    async (name) => (await processes.get(name)?.stop()) ?? [],
  );
  const left = [...survivors].flatMap(([name, pids]) => pids.map((pid) => survivor(name, pid)));
  const ports = [...processes.values()].filter(({ pid }) => pid !== undefined);
  const open = await Promise.all(ports.map(openPorts));
  left.push(...open.flat());
  if (left.length > 0) throw new EnvironmentError('STOP_INCOMPLETE', left);
}

async function openPorts({ host }: ServiceProcess): Promise<Diagnostic[]> {
  const found = await Promise.all(
    host.ports.map(async ({ hostPort }) => {
      const isClosed = async (): Promise<boolean> => !(await isPortAnswering(hostPort));
      return (await pollUntil(isClosed, { timeoutMs: PORT_CLOSE_TIMEOUT_MS })) ? [] : [hostPort];
    }),
  );
  return found.flat().map((port) => {
    const holder = findPortHolder(port);
    return {
      code: 'STOP_INCOMPLETE',
      severity: 'error',
      message: `port ${port} of service "${host.name}" still answers after the service was stopped`,
      ...(holder === undefined ? {} : { seen: `process ${holder.pid} (${holder.command})` }),
    };
  });
}

function survivor(service: string, pid: number): Diagnostic {
  const message = `process ${pid} of service "${service}" outlived SIGKILL`;
  return { code: 'STOP_INCOMPLETE', severity: 'error', message };
}
