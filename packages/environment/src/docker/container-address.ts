import { networkInterfaces } from 'node:os';

import type { ContainerState } from './engine-answers.ts';

/** The port of the engine's machine on which a TCP port of the container is published. */
export function publishedPort(state: ContainerState | undefined, port: number): number | undefined {
  if (state?.HostConfig.NetworkMode === 'host') return port;
  const found = state?.NetworkSettings.Ports?.[`${port}/tcp`]?.[0];
  return found === undefined ? undefined : Number(found.HostPort);
}

/** The container's own address, when its network is one of this machine's: then no proxy stands between. */
export function ownAddress({ NetworkSettings }: ContainerState): string | undefined {
  const ours = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const direct = Object.values(NetworkSettings.Networks ?? {}).find(
    ({ Gateway }) => Gateway !== '' && ours.some(({ address }) => address === Gateway),
  );
  return direct === undefined || direct.IPAddress === '' ? undefined : direct.IPAddress;
}
