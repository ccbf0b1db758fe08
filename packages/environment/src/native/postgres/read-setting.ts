import { readFileSync } from 'node:fs';

import type { ComposeService } from '../../compose/model.ts';

/**
 * A variable of the image, or the content of the file that `<name>_FILE` names, without the line ends behind it, as the
 * image's own script reads it. Undefined when there is neither, or no such file.
 */
export function readSetting(service: ComposeService, name: string): string | undefined {
  const { environment, files, volumes } = service;
  const given = environment.get(name);
  const path = environment.get(`${name}_FILE`);
  if (given !== undefined || path === undefined) return given;
  const mounted = files.find(({ target }) => target === path)?.source;
  if (mounted?.form === 'text') return withoutLineEnds(mounted.text);
  const bound = volumes.find(({ type, target }) => type === 'bind' && target === path);
  const file = mounted?.path ?? bound?.source;
  return file === undefined ? undefined : withoutLineEnds(readText(file));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // As a variable that is not set: the refusal that follows names it.
    return '';
  }
}

function withoutLineEnds(text: string): string {
  return text.replace(/\n+$/, '');
}
