import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';

import { Cloud } from './cloud.ts';
import type { SimulatorConfig } from './config.ts';
import { answerControl } from './control.ts';

export interface StartedSimulator extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
}

/**
 * Starts the simulator: one port for the WebSocket (`/`), the control API (`/control/…`) and `/health`.
 *
 * @throws the server's error (`EADDRINUSE`, …) when it cannot listen
 */
export async function startSimulator(
  config: SimulatorConfig,
  onError: (error: unknown) => void,
): Promise<StartedSimulator> {
  const cloud = new Cloud(config, () => performance.timeOrigin + performance.now());
  const server = createServer((request, response) => {
    answerControl(cloud, request, response).catch((error: unknown) => {
      onError(error);
      response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', onError);
    cloud.upgrade(request, socket, head);
  });
  server.listen(config.port, config.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // listening on TCP
  return {
    host: config.host,
    port,
    async [Symbol.asyncDispose](): Promise<void> {
      await cloud.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
