import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { basename, join } from 'node:path';

import { isAlive } from '../scratch-project.ts';
import type { ChaosProject } from './chaos-project.ts';

/** What should not be there, found without any help of what is tested. */
export interface Leaks {
  readonly orphans: readonly string[];
  readonly ports: readonly number[];
  readonly paths: readonly string[];
  /** Containers, networks and volumes. */
  readonly dockerThings: readonly string[];
}

/** Looks for whatever may be left of a project of which nothing should run. */
export async function lookForLeaks(
  project: ChaosProject,
  known: { readonly ports: Iterable<number>; readonly usesDocker: boolean },
): Promise<Leaks> {
  const open = await Promise.all(
    [...known.ports].map(async (port) => ((await isOpen(port)) ? [port] : [])),
  );
  return {
    orphans: orphansOf(project),
    ports: open.flat(),
    paths: pathsOf(project),
    dockerThings: known.usesDocker ? dockerThingsOf(project) : [],
  };
}

/** Names of projects hold the name of their folder; records are not asked, since one may be lost. */
function dockerThingsOf({ folder }: ChaosProject): string[] {
  const label = 'com.docker.compose.project';
  const format = `{{.Label "${label}"}} {{.ID}}`;
  return [
    ['ps', '--all', '--format', format],
    ['network', 'ls', '--format', format],
    ['volume', 'ls', '--format', format.replace('.ID', '.Name')],
  ]
    .map((list) => execFileSync('docker', [...list, '--filter', `label=${label}`]).toString())
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.split(' ', 1)[0]?.includes(basename(folder).toLowerCase()));
}

/** Whether there is nothing. */
export function isClean({ orphans, ports, paths, dockerThings }: Leaks): boolean {
  return orphans.length + ports.length + paths.length + dockerThings.length === 0;
}

/** Processes that stand in the project or name it, and daemons that wrote themselves down. */
function orphansOf({ folder, daemonList }: ChaosProject): string[] {
  const noted = existsSync(daemonList)
    ? readFileSync(daemonList, 'utf8').trim().split('\n').map(Number)
    : [];
  const standing = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && isOf(pid, folder));
  const daemons = noted.filter((pid) => pid > 0 && commandOf(pid).startsWith('sleep'));
  return [...new Set([...standing, ...daemons])]
    .filter(isAlive)
    .map((pid) => `${pid} ${commandOf(pid)}`);
}

function isOf(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder) || commandOf(pid).includes(folder);
  } catch {
    // It has ended, or is a zombie.
    return false;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim();
  } catch {
    // It has ended.
    return '';
  }
}

function pathsOf({ folder, stateFolder, temporaryFolder }: ChaosProject): string[] {
  const volumes = join(folder, 'run', 'volumes');
  const records = join(stateFolder, 'running');
  return [
    ...(existsSync(volumes) ? [volumes] : []),
    ...(existsSync(records) ? readdirSync(records).map((name) => join(records, name)) : []),
    // Node keeps its cache of compiled code there on purpose.
    ...readdirSync(temporaryFolder)
      .filter((name) => name !== 'node-compile-cache')
      .map((name) => join(temporaryFolder, name)),
  ];
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}
