import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Diagnostic } from '../diagnostic.ts';
import type { EnvironmentEvent } from '../events.ts';
import { identify, ownProcessSpace } from '../process/process-identity.ts';
import type { ProcessIdentity } from '../process/process-identity.ts';
import { errorCode } from '../process/read-proc-file.ts';
import { HeldEnvironments } from './held-environments.ts';
import type { DockerProject, Holding } from './holding.ts';
import { RECORD_VERSION } from './holding.ts';
import { recordFolder } from './state-folder.ts';

/** What a record says about its holder. */
export interface RecordOptions {
  /** Folder of the user's records instead of the usual one. */
  readonly stateFolder?: string;
  /** Default: the working directory. */
  readonly project?: string;
  /** Default: our own command line. */
  readonly command?: readonly string[];
}

/** The file that says what we hold, kept up to date until we hold nothing. */
export interface HoldingRecord {
  readonly id: string;
  /** Absolute. */
  readonly file: string;
  /** Set when the record cannot be written: then only the reaper knows what we hold. */
  readonly problem: Diagnostic | undefined;
  setReaper(pid: number): void;
  addPath(path: string): void;
  removePath(path: string): void;
  addDockerProject(project: DockerProject): void;
  removeDockerProject(project: string): void;
  note(directory: string, event: EnvironmentEvent): void;
  /** Removes the file: nothing is held any more. Idempotent. */
  forget(): void;
}

/** Writes the record of this process before it starts anything. A folder that cannot be written is a problem, no error. */
export function openHoldingRecord(mark: string, options: RecordOptions = {}): HoldingRecord {
  return new WrittenRecord(mark, options);
}

class WrittenRecord implements HoldingRecord {
  readonly id = randomUUID();
  readonly file: string;
  problem: Diagnostic | undefined;
  readonly #folder: string;
  readonly #fixed: Pick<Holding, 'mark' | 'space' | 'holder' | 'startedAt' | 'project' | 'command'>;
  readonly #paths = new Set<string>();
  readonly #dockerProjects = new Map<string, DockerProject>();
  readonly #environments = new HeldEnvironments();
  #reaper: ProcessIdentity | null = null;
  #isDue = false;
  #isForgotten = false;

  constructor(mark: string, options: RecordOptions) {
    this.#folder = recordFolder(options.stateFolder);
    this.file = join(this.#folder, `${this.id}.json`);
    this.#fixed = {
      mark,
      space: ownProcessSpace(),
      holder: identify(process.pid),
      startedAt: new Date().toISOString(),
      project: options.project ?? process.cwd(),
      command: options.command ?? process.argv,
    };
    this.#write();
  }

  setReaper(pid: number): void {
    this.#reaper = identify(pid);
    this.#writeSoon();
  }

  addPath(path: string): void {
    this.#paths.add(path);
    this.#write();
  }

  removePath(path: string): void {
    if (this.#paths.delete(path)) this.#writeSoon();
  }

  addDockerProject(project: DockerProject): void {
    this.#dockerProjects.set(project.project, project);
    this.#write();
  }

  removeDockerProject(project: string): void {
    if (this.#dockerProjects.delete(project)) this.#writeSoon();
  }

  note(directory: string, event: EnvironmentEvent): void {
    if (this.#environments.note(directory, event)) this.#writeSoon();
  }

  forget(): void {
    this.#isForgotten = true;
    try {
      rmSync(this.file, { force: true });
    } catch (error) {
      // Where nothing could be written there is nothing to be removed; otherwise the next command does it.
      if (errorCode(error) === undefined) throw error;
    }
  }

  /** Many things happen at once; they are written at once. */
  #writeSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => {
      if (this.#isDue) this.#write();
    });
  }

  #write(): void {
    this.#isDue = false;
    if (this.#isForgotten) return;
    try {
      replaceFile(this.#folder, this.file, JSON.stringify(this.#holding()));
      this.problem = undefined;
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
      this.problem = notRecorded(this.#folder, error);
    }
  }

  #holding(): Holding {
    return {
      version: RECORD_VERSION,
      id: this.id,
      ...this.#fixed,
      reaper: this.#reaper,
      paths: [...this.#paths],
      dockerProjects: [...this.#dockerProjects.values()],
      environments: this.#environments.list(),
    };
  }
}

/** By rename, so that a reader finds the old text or the new one; only for the user, since commands may hold secrets. */
function replaceFile(folder: string, file: string, text: string): void {
  const { pid, startTicks } = identify(process.pid);
  const fresh = `${file}.${pid}-${startTicks ?? 'unknown'}.new`;
  try {
    writeFileSync(fresh, text, { mode: 0o600 });
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(fresh, text, { mode: 0o600 });
  }
  renameSync(fresh, file);
}

function notRecorded(folder: string, cause: unknown): Diagnostic {
  return {
    code: 'NOT_RECORDED',
    severity: 'warning',
    message: `what runs is not recorded, because ${folder} cannot be written`,
    seen: cause instanceof Error ? cause.message : String(cause),
    hint: 'set SEATRIAL_STATE_DIR to a folder of yours; without it a later command cannot find what a crash leaves',
  };
}
