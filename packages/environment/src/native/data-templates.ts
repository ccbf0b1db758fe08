import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Each is 25 to 40 MB. */
const MAX_TEMPLATES = 8;
/** What a crash left half made. */
const UNFINISHED_AFTER_MS = 60 * 60 * 1000;
/** Raised when a template is made another way. */
const FORMAT = 1;

/**
 * Initialised data folders of database servers, so that the same one is made once and copied from then on: `initdb`
 * takes seconds, a copy a fraction of one. They lie in the user's cache folder and can be removed at any time.
 */
export class DataTemplates {
  readonly #folder: string;

  /** @param product - name of the folder for one kind of server */
  constructor(product: string, env: Readonly<Record<string, string | undefined>>) {
    const cache = env['XDG_CACHE_HOME'];
    const home = env['HOME'] ?? homedir();
    const base = cache === undefined || cache === '' ? join(home, '.cache') : cache;
    this.#folder = join(base, 'seatrial', product);
  }

  /**
   * Copies a template into a data folder that does not exist yet.
   *
   * @param traits - everything that decides what is in the folder
   * @returns whether there was one
   */
  async copyTo(data: string, traits: readonly string[]): Promise<boolean> {
    const template = this.#place(traits);
    if (!existsSync(template)) return false;
    try {
      await copyFolder(template, data);
      const now = new Date();
      utimesSync(template, now, now);
      return true;
    } catch {
      // Somebody removed it at this moment, or it cannot be read: then the folder is made anew.
      rmSync(data, { recursive: true, force: true });
      return false;
    }
  }

  /** Keeps a copy of a folder that was just made and is not running. A full or closed disk only means no template. */
  async keep(data: string, traits: readonly string[]): Promise<void> {
    const template = this.#place(traits);
    const unfinished = `${template}.${randomUUID()}`;
    try {
      // It holds a hash of the password: nobody else may look.
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      // A new log is 16 MB of zeros: as a hole it costs nothing to copy.
      await copyFolder(data, unfinished, '--sparse=always');
      // Two at the same time: the first one stays, the other rename fails.
      renameSync(unfinished, template);
      this.#removeOld();
    } catch {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }

  #place(traits: readonly string[]): string {
    const text = JSON.stringify([FORMAT, process.getuid?.() ?? -1, ...traits]);
    return join(this.#folder, createHash('sha256').update(text).digest('hex').slice(0, 32));
  }

  #removeOld(): void {
    const now = Date.now();
    const entries = readdirSync(this.#folder).map((name) => {
      const path = join(this.#folder, name);
      const usedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now;
      return { path, usedAt, isFinished: !name.includes('.') };
    });
    const old = entries
      .filter(({ isFinished }) => isFinished)
      .toSorted((one, other) => other.usedAt - one.usedAt)
      .slice(MAX_TEMPLATES);
    const torn = entries.filter(
      ({ isFinished, usedAt }) => !isFinished && now - usedAt > UNFINISHED_AFTER_MS,
    );
    for (const { path } of [...old, ...torn]) rmSync(path, { recursive: true, force: true });
  }
}

/** Copies with owners and modes, without copying blocks where the file system can share them. */
async function copyFolder(from: string, to: string, how = '--reflink=auto'): Promise<void> {
  const clone = process.platform === 'linux' ? [how] : [];
  await run('cp', ['-a', ...clone, `${from}/`, to]);
}
