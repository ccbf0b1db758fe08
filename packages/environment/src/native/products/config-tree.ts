import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import type { ComposeService } from '../../compose/model.ts';
import type { PathMapping, RewriteScope } from '../rewrite.ts';

/** A file that the service finds at a path of its container: a text, or what is left where it is. */
interface ConfigFile {
  readonly container: string;
  readonly text?: string;
  /** Where a file lies that is no text. */
  readonly host?: string;
}

/** Larger files and binary ones are no configuration. */
const MAX_CONFIG_BYTES = 1024 * 1024;
const MAX_CONFIG_FILES = 500;

/**
 * Configuration files of a service. The service reads rewritten copies of them; the user's own stay as they are.
 */
export class ConfigTree {
  readonly files: readonly ConfigFile[];
  /** Where the copies are: `<home>/files/<path in the container>`. */
  readonly mappings: readonly PathMapping[];
  readonly #root: string;

  constructor(root: string, files: readonly ConfigFile[], folders: readonly string[]) {
    this.#root = root;
    this.files = files;
    const covered = folders.filter((folder) => folder !== '/');
    // Every file by itself as well: a file may be mounted into a folder that is mounted elsewhere.
    this.mappings = [...covered, ...files.map(({ container }) => container)].map((container) => ({
      container,
      host: join(root, container),
    }));
  }

  /** The text at a path of the container; undefined when nothing is mounted there. */
  text(container: string): string | undefined {
    return this.files.find((file) => file.container === container)?.text;
  }

  /** The same tree with one more file, unless it is there. */
  with(container: string, text: string): ConfigTree {
    if (this.text(container) !== undefined) return this;
    const folders = this.mappings
      .map((mapping) => mapping.container)
      .filter((path) => this.text(path) === undefined);
    return new ConfigTree(this.#root, [...this.files, { container, text }], folders);
  }

  /** Writes the copies. */
  write(
    rewrite: (text: string, scope: RewriteScope, container: string) => string,
    scope: RewriteScope,
  ): void {
    for (const { host } of this.mappings) {
      if (!this.files.some(({ container }) => join(this.#root, container) === host))
        mkdirSync(host, { recursive: true });
    }
    for (const { container, text, host = '' } of this.files) {
      const copy = join(this.#root, container);
      mkdirSync(dirname(copy), { recursive: true });
      if (text === undefined) symlinkSync(host, copy);
      else writeFileSync(copy, rewrite(text, scope, container));
    }
  }
}

/**
 * Reads what bind mounts put below the given folders of the container.
 *
 * @param roots - absolute folders or files of the container
 */
export function readConfigTree(
  service: ComposeService,
  options: { roots: readonly string[]; home: string },
): ConfigTree {
  const { roots, home } = options;
  const bound = service.volumes.flatMap(({ type, source, target }) =>
    type === 'bind' && source !== undefined ? [{ container: target, host: source }] : [],
  );
  for (const { target, source } of service.files) {
    if (source.form === 'file') bound.push({ container: target, host: source.path });
  }
  const files = new Map<string, ConfigFile>();
  for (const { container, host } of bound) {
    for (const root of roots) {
      const part = commonPart({ container, host }, root);
      const found = part === undefined ? [] : readFiles(part.container, part.host);
      for (const file of found) files.set(file.container, file);
    }
  }
  for (const { target, source } of service.files) {
    const isMeant = source.form === 'text' && roots.some((root) => isBelow(target, root));
    if (isMeant) files.set(target, { container: target, text: source.text });
  }
  const folders = roots.filter((root) => !files.has(root));
  return new ConfigTree(join(home, 'files'), [...files.values()], folders);
}

/** The part of a mount that lies below a root. */
function commonPart({ container, host }: PathMapping, root: string): PathMapping | undefined {
  if (isBelow(container, root)) return { container, host };
  if (!isBelow(root, container)) return undefined;
  return { container: root, host: join(host, root.slice(container.length)) };
}

function readFiles(container: string, host: string, found: ConfigFile[] = []): ConfigFile[] {
  const stats = statSync(host, { throwIfNoEntry: false });
  if (stats === undefined || found.length > MAX_CONFIG_FILES) return found;
  if (stats.isDirectory()) {
    for (const name of readdirSync(host))
      readFiles(`${container}/${name}`, join(host, name), found);
  } else if (stats.isFile()) {
    const content = stats.size <= MAX_CONFIG_BYTES ? readFileSync(host) : undefined;
    const isText = content !== undefined && !content.includes(0);
    found.push(isText ? { container, text: content.toString() } : { container, host });
  }
  return found;
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith('/') ? root : `${root}/`);
}
