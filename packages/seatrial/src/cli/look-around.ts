import type { StartedEnvironment } from '@seatrial/environment';

import { tableLines } from './table-lines.ts';
import type { CommandIo } from './verb.ts';

/** Says where the services of a run answer that has ended, and waits for Ctrl-C. */
export async function lookAround(
  services: StartedEnvironment,
  signal: AbortSignal,
  io: CommandIo,
): Promise<void> {
  const died = new Set(services.deaths.map(({ service }) => service));
  const rows = [...services.services.values()].map(({ name, ports, logFile }) => {
    const addresses = ports.map(({ containerPort }) => {
      const { host, port } = services.address(name, containerPort);
      return `${host}:${port}`;
    });
    return [name, died.has(name) ? 'died' : addresses.join(' ') || '-', logFile];
  });
  const table = tableLines([['SERVICE', 'ADDRESS', 'LOG'], ...rows]);
  io.stderr.write(`\n${table.join('\n')}\n\nThe services run on; Ctrl-C stops them.\n`);
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}
