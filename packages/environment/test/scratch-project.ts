import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createEnvironment, readComposeFile } from '../src/index.ts';
import type { Environment, EnvironmentEvent, EnvironmentOptions } from '../src/index.ts';

/** Absolute path of a program under test/fixtures. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
}

/** Makes a temporary folder with these files; it goes with the test. */
export function scratchFolder(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seatrial-environment-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** An environment of a Compose text, with everything it said. */
export interface ScratchEnvironment {
  readonly environment: Environment;
  readonly events: readonly EnvironmentEvent[];
  readonly folder: string;
  /** The run's folder. */
  readonly directory: string;
  /** Resolves with the first event of the type, now or later. */
  readonly event: <Type extends EnvironmentEvent['type']>(
    type: Type,
    service?: string,
  ) => Promise<Extract<EnvironmentEvent, { type: Type }>>;
}

/** Writes a Compose file, reads it and makes an environment that is stopped with the test. */
export function scratchEnvironment(
  t: TestContext,
  compose: string,
  options: Partial<EnvironmentOptions> & { files?: Readonly<Record<string, string>> } = {},
): ScratchEnvironment {
  const { files, ...rest } = options;
  const folder = scratchFolder(t, { 'compose.yaml': compose, ...files });
  const directory = join(folder, 'run');
  const events: EnvironmentEvent[] = [];
  const waiting = new Set<() => void>();
  const environment = createEnvironment({
    compose: readComposeFile(join(folder, 'compose.yaml'), { env: {} }),
    directory,
    deadlineMs: 20_000,
    onEvent: (event) => {
      events.push(event);
      for (const look of waiting) look();
    },
    ...rest,
  });
  t.after(() => environment.stop());
  return {
    environment,
    events,
    folder,
    directory,
    event: (type, service) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find((event) => isEvent(event, type, service));
          if (found === undefined || !isEvent(found, type, service)) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** Whether a process exists and is no zombie that nobody has collected. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const status = process.platform === 'linux' ? readFileSync(`/proc/${pid}/stat`, 'latin1') : '';
    return !/\) [ZX] /.test(status);
  } catch {
    return false;
  }
}

function isEvent<Type extends EnvironmentEvent['type']>(
  event: EnvironmentEvent,
  type: Type,
  service: string | undefined,
): event is Extract<EnvironmentEvent, { type: Type }> {
  return (
    event.type === type &&
    (service === undefined || ('service' in event && event.service === service))
  );
}
