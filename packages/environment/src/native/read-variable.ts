import { existsSync, readFileSync } from 'node:fs';

import type { ComposeService } from '../compose/model.ts';
import { toHostPath } from './rewrite.ts';

/** A variable of an official image, or what the file says that `<name>_FILE` names. */
export function readVariable(service: ComposeService, name: string): string | undefined {
  const value = service.environment.get(name);
  const path = service.environment.get(`${name}_FILE`);
  if (value !== undefined || path === undefined) return value;
  const file = service.files.find(({ target }) => target === path)?.source;
  if (file?.form === 'text') return file.text.trimEnd();
  const binds = service.volumes.flatMap(({ type, source, target }) =>
    type === 'bind' && source !== undefined ? [{ container: target, host: source }] : [],
  );
  const host = file?.path ?? toHostPath(path, binds);
  // As `$(< file)` in the image does, without the line break at its end.
  return host !== undefined && existsSync(host) ? readFileSync(host, 'utf8').trimEnd() : undefined;
}
