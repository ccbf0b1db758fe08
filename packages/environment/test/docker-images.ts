import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

/** Static, so that it runs in an image that has nothing else; Debian: busybox-static. */
const BUSYBOX = ['/usr/bin/busybox', '/bin/busybox'].find(isStatic);
/** Marks the image of this process; those that tests build from it inherit the mark. */
const LABEL = `seatrial.test=${process.pid}`;
const PROGRAMS = ['cat', 'echo', 'env', 'kill', 'ls', 'nc', 'sh', 'sleep', 'touch', 'wget'];

/** Why programs of busybox cannot be started here; false when they can. */
export const withoutBusybox: string | false =
  BUSYBOX === undefined ? 'there is no static busybox on this machine' : false;

/** Why containers cannot be started here; false when they can. */
export const withoutDocker: string | false = withoutBusybox === false ? noEngine() : withoutBusybox;

/**
 * The name of an image that has a busybox and nothing else, made once per process and removed at its end, with all
 * that was built from it. Nothing is pulled.
 */
export function busyboxImage(): string {
  made ??= makeImage(BUSYBOX ?? '');
  return made;
}

let made: string | undefined;

function makeImage(busybox: string): string {
  const root = mkdtempSync(join(tmpdir(), 'seatrial-image-'));
  mkdirSync(join(root, 'bin'));
  mkdirSync(join(root, 'tmp'));
  copyFileSync(busybox, join(root, 'bin', 'busybox'));
  for (const name of PROGRAMS) symlinkSync('busybox', join(root, 'bin', name));
  const name = `seatrial-test-${process.pid}:busybox`;
  execFileSync('tar', ['-C', root, '-cf', `${root}.tar`, '.']);
  const changes = ['ENV PATH=/bin', `LABEL ${LABEL}`].flatMap((line) => ['--change', line]);
  execFileSync('docker', ['import', ...changes, `${root}.tar`, name], { stdio: 'pipe' });
  rmSync(root, { recursive: true });
  rmSync(`${root}.tar`);
  return name;
}

after(() => {
  if (made === undefined) return;
  // Built images first: the one they stand on goes last.
  for (const filter of [`label=${LABEL}`, `reference=${made}`]) {
    const listed = execFileSync('docker', ['images', '--quiet', '--filter', filter]).toString();
    const images = [...new Set(listed.split('\n').filter((id) => id !== ''))];
    if (images.length > 0) spawnSync('docker', ['image', 'rm', '--force', ...images]);
  }
});

function isStatic(program: string): boolean {
  // One that is not names its loader, such as /lib64/ld-linux-x86-64.so.2.
  return existsSync(program) && !readFileSync(program).includes('/ld-');
}

function noEngine(): string | false {
  const engine = spawnSync('docker', ['version', '--format', '{{.Server.Version}}']);
  if (engine.error !== undefined) return 'there is no docker CLI on this machine';
  return engine.status === 0
    ? false
    : `no Docker Engine answers: ${engine.stderr.toString().trim()}`;
}
