import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** Everything at the engine that carries the label. */
export function labelled(label: string): { kind: string; id: string }[] {
  const lists = [
    ['container', 'ps', '--all', '--quiet'],
    ['network', 'network', 'ls', '--quiet'],
    ['volume', 'volume', 'ls', '--quiet'],
  ] as const;
  return lists.flatMap(([kind, ...command]) => {
    const found = execFileSync('docker', [...command, '--filter', `label=${label}`]).toString();
    return found
      .split('\n')
      .filter((id) => id !== '')
      .map((id) => ({ kind, id }));
  });
}

/** Makes a volume or network that is not ours; it goes with the test. */
export function resource(t: TestContext, kind: 'volume' | 'network'): string {
  const name = `seatrial-test-${randomBytes(6).toString('hex')}`;
  execFileSync('docker', [kind, 'create', name], { stdio: 'pipe' });
  t.after(() => spawnSync('docker', [kind, 'rm', name]));
  return name;
}

/** Gives the engine of this machine another address; answers with its URL. */
export async function forwardToEngine(
  t: TestContext,
): Promise<{ readonly url: string; readonly cut: () => void }> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (from) => {
    const to = connectToEngine();
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  t.after(cut);
  return { url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`, cut };
}

function connectToEngine(): Socket {
  const url = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
  const allowHalfOpen = true;
  if (url.startsWith('unix://'))
    return connect({ path: url.slice('unix://'.length), allowHalfOpen });
  const { hostname, port } = new URL(url.replace(/^tcp:/, 'http:'));
  return connect({ port: Number(port), host: hostname, allowHalfOpen });
}

/** Why `docker-compose` cannot be tried; false when it can. */
export function withoutComposeV1(): string | false {
  const program = 'docker-compose';
  const found = spawnSync(program, ['version', '--short']);
  if (found.status !== 0 || !found.stdout.toString().startsWith('1.'))
    return 'there is no docker-compose of the first generation';
  const empty = mkdtempSync(join(tmpdir(), 'seatrial-docker-config-'));
  const env = { ...process.env, DOCKER_CONFIG: empty };
  const hidden = spawnSync('docker', ['compose', 'version'], { env }).status !== 0;
  rmSync(empty, { recursive: true });
  return hidden ? false : 'the compose plugin is installed for all users and cannot be hidden';
}
