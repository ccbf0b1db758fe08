/** What an environment is in a Docker Engine, asked of the engine itself. */
import { execFileSync } from 'node:child_process';

import { builtImageName } from '../../src/docker/docker-names.ts';
import type { ComposeModel, StartedEnvironment } from '../../src/index.ts';

/** The Compose project of an environment, found by a port that it publishes. */
export function projectOf(started: StartedEnvironment): string {
  const published = [...started.services.values()].flatMap(({ ports }) => ports);
  const [port] = published;
  if (port === undefined) throw new Error('no service publishes a port');
  const format = '{{.Label "com.docker.compose.project"}}';
  const args = ['ps', '--filter', `publish=${port.hostPort}`, '--format', format];
  const [name] = docker(...args);
  if (name === undefined) throw new Error(`no container publishes ${port.hostPort}`);
  return name;
}

/** Containers, networks and volumes that a project left behind. */
export function leftInEngine(project: string): string[] {
  const filter = ['--filter', `label=com.docker.compose.project=${project}`, '--quiet'];
  return [
    ...docker('ps', '--all', ...filter),
    ...docker('network', 'ls', ...filter),
    ...docker('volume', 'ls', ...filter),
  ];
}

/** Takes away the images that were built of a project in this folder; an engine keeps them for the next run otherwise. */
export function forgetImages(compose: ComposeModel): void {
  const names = [...compose.services.keys()].map((service) => builtImageName(compose, service));
  const images = names.filter((name) => docker('images', '--quiet', name).length > 0);
  if (images.length > 0) docker('image', 'rm', '--force', ...images);
}

function docker(...args: string[]): string[] {
  const said = execFileSync('docker', args, { encoding: 'utf8', stdio: 'pipe' });
  return said.split('\n').filter((line) => line !== '');
}
