import { connect } from 'node:net';

/** An engine's own proxy takes every connection and lets it go at once when nobody listens in the container. */
const KEPT_MS = 100;
const TIMEOUT_MS = 1000;

/**
 * Whether a program in the container accepts connections: one that is kept for a moment, or is spoken to.
 *
 * @param isDirect - the address is the container's own, so that being connected is proof enough
 */
export function isContainerPortOpen(
  address: { readonly host: string; readonly port: number },
  isDirect: boolean,
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    let kept: NodeJS.Timeout | undefined;
    const answer = (isOpen: boolean): void => {
      clearTimeout(kept);
      socket.destroy();
      resolve(isOpen);
    };
    socket.setTimeout(TIMEOUT_MS, () => answer(false));
    socket.once('connect', () => {
      if (isDirect) answer(true);
      else kept = setTimeout(() => answer(true), KEPT_MS);
    });
    socket.once('data', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('close', () => answer(false));
  });
}
