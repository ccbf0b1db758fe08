import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';

/** `skip` for a test that needs a program of this machine: false, or why it is skipped. */
export function without(program: string, ...folders: readonly string[]): false | string {
  const path = [process.env['PATH'] ?? '', ...folders].join(delimiter);
  const { status } = spawnSync('/bin/sh', ['-c', `command -v ${program}`], {
    env: { ...process.env, PATH: path },
  });
  return status === 0 ? false : `${program} is not installed`;
}
