import { randomUUID } from 'node:crypto';
import { chownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { ComposeMountedFile, ComposeService } from '../compose/model.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { LaunchPlan } from './launch-plan.ts';
import type { PathMapping } from './rewrite.ts';

/** Where the image keeps secrets; a program may be told the folder instead of each file. */
const SECRETS = '/run/secrets';

/** Secrets and configs of one service on the host: outside the run's folder, which may be kept and shown to others. */
export interface MountedFiles {
  /** Absolute path of the folder that has to be removed with the service. */
  readonly folder: string;
  readonly paths: readonly PathMapping[];
  /** Makes the folder with all files in it. */
  write(): void;
}

/** Says where the secrets and configs of a service will lie; undefined when it has none. */
export function planMountedFiles(
  { files }: ComposeService,
  plan: LaunchPlan,
): MountedFiles | undefined {
  if (files.length === 0) return undefined;
  const folder = join(tmpdir(), `seatrial-files-${randomUUID()}`);
  const placed = files.map((file) => ({ file, host: join(folder, file.target) }));
  const paths = placed.map(({ file, host }) => ({ container: file.target, host }));
  const hasSecrets = files.some(({ target }) => dirname(target) === SECRETS);
  return {
    folder,
    paths: hasSecrets ? [...paths, { container: SECRETS, host: join(folder, SECRETS) }] : paths,
    write: () => {
      mkdirSync(folder, { mode: 0o700 });
      if (plan.user !== undefined) chownSync(folder, plan.user.uid, plan.user.gid);
      for (const { file, host } of placed) writeOne(file, host, plan.user);
    },
  };
}

function writeOne(file: ComposeMountedFile, host: string, user: LaunchPlan['user']): void {
  mkdirSync(dirname(host), { recursive: true });
  const { source } = file;
  // Docker shows the file itself as well: a change of it is seen at once.
  if (source.form === 'file') return symlinkSync(source.path, host);
  writeFileSync(host, source.text, { mode: file.mode ?? 0o444 });
  if (user !== undefined) chownSync(host, user.uid, user.gid);
}

/** A file that no text of the service names is looked for where only a container has it. */
export function untoldFiles(service: ComposeService, plan: LaunchPlan): Diagnostic[] {
  const { healthcheck } = plan;
  const texts = [
    ...plan.environment.values(),
    ...plan.command,
    JSON.stringify(healthcheck?.test ?? ''),
  ];
  const isTold = (target: string): boolean => texts.some((text) => text.includes(target));
  return service.files.flatMap(({ kind, name, target, location }): Diagnostic[] => {
    if (isTold(target) || (dirname(target) === SECRETS && isTold(SECRETS))) return [];
    const message = `${kind} "${name}" of service "${service.name}" does not lie at ${target} natively, and nothing tells the service where it does`;
    const variable = name.toUpperCase().replaceAll(/[^A-Z\d]+/g, '_');
    const hint = `put ${variable}_FILE: ${target} into its environment if it reads that`;
    return [{ code: 'FILE_NOT_TOLD', severity: 'warning', message, ...location, hint }];
  });
}
