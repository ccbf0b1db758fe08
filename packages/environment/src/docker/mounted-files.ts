import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ComposeService } from '../compose/model.ts';
import type { PlainMap } from './plain-value.ts';

/** Readable for the user of a container, whoever that is, as Compose makes them. */
const DEFAULT_MODE = 0o444;

/**
 * Secrets and configs of a service as read-only mounts, which both generations of Compose understand; those whose
 * content stands in the Compose file are written into the folder.
 */
export function mountedFiles({ name, files }: ComposeService, folder: string): PlainMap[] {
  return files.map(({ kind, name: file, target, source, mode }) => {
    if (source.form === 'file') return mount(source.path, target);
    const path = join(folder, name, kind, file);
    mkdirSync(join(folder, name, kind), { recursive: true });
    rmSync(path, { force: true });
    writeFileSync(path, source.text, { mode: mode ?? DEFAULT_MODE });
    return mount(path, target);
  });
}

function mount(source: string, target: string): PlainMap {
  return { type: 'bind', source, target, read_only: true };
}
