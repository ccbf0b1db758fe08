import { chmodSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { fixture } from '../scratch-project.ts';

/** Folders of one chaos test. */
export interface ChaosProject {
  readonly folder: string;
  readonly stateFolder: string;
  readonly temporaryFolder: string;
  /** Daemons that nobody could find otherwise note their ids here. */
  readonly daemonList: string;
}

/** Services that are hard to get rid of, with volumes, ports, children and temporary folders. */
const SERVICES = (daemonList: string, hasPostgres: boolean): string => `
services:
  web:
    x-native: {command: [node, '${fixture('http-service.mjs')}']}
    environment: {NAME: web, PORT: '5000'}
    ports: ['5000']
    volumes: ['data:/data']
    depends_on: {migrate: {condition: service_completed_successfully}, stubborn: {condition: service_started}}
  migrate:
    x-native: {command: [sh, -c, 'echo migrated > /data/migrated']}
    volumes: ['data:/data']
  stubborn:
    x-native: {command: [node, '${fixture('stubborn-parent.mjs')}']}
    environment: {PORT: '6000'}
    ports: ['6000']
  daemon:
    x-native:
      prepare: 'sh ${fixture('escaping-daemon.sh')} ${daemonList}'
      command: 'sh ${fixture('escaping-daemon.sh')} ${daemonList}; exec sleep 600'
${hasPostgres ? POSTGRES : ''}
volumes: {data: {}}
`;

/** The same at a Docker Engine: a volume, a network, a job, and one that does not end when it is asked to. */
const CONTAINERS = (image: string): string => `
services:
  web:
    image: ${image}
    command: [sh, -c, 'trap "" TERM; while :; do sleep 1; done']
    stop_grace_period: 100ms
    volumes: ['data:/data']
    depends_on: {migrate: {condition: service_completed_successfully}}
  migrate:
    image: ${image}
    command: [sh, -c, 'echo migrated > /data/migrated']
    volumes: ['data:/data']
volumes: {data: {}}
`;

const POSTGRES = `
  db:
    image: postgres:18
    environment: {POSTGRES_PASSWORD: secret}
`;

/** Makes the folders. */
export function makeChaosProject(): ChaosProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seatrial-chaos-')));
  // Root's database runs as somebody else, and must be able to get into the temporary folder.
  chmodSync(folder, 0o755);
  const temporaryFolder = join(folder, 'tmp');
  mkdirSync(temporaryFolder);
  return {
    folder,
    stateFolder: join(folder, 'state'),
    temporaryFolder,
    daemonList: join(folder, 'daemons'),
  };
}

/** Writes the Compose file of the next round. */
export function writeCompose(
  project: ChaosProject,
  { image, hasPostgres }: { image: string | undefined; hasPostgres: boolean },
): void {
  const text = image === undefined ? SERVICES(project.daemonList, hasPostgres) : CONTAINERS(image);
  writeFileSync(join(project.folder, 'compose.yaml'), text);
}
