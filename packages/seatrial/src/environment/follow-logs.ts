import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { SeatrialError, suggest } from '../evidence/index.ts';
import { environmentFolder } from './environment-folder.ts';
import { holdingOf, readHolder } from './holder-record.ts';
import { LogReader } from './log-reader.ts';

const POLL_MS = 50;
const ENDING = '.log';

export interface LogRequest {
  readonly projectRoot: string;
  /** All that have a log when empty. */
  readonly services: readonly string[];
  /** How many of the lines that are there already are wanted, for each service; null for all. */
  readonly lastLines: number | null;
  /** Goes on until the environment is gone. */
  readonly follow: boolean;
  readonly onLine: (service: string, line: string) => void;
}

/** Names of the services whose logs lie there, also when they run no longer. */
export function servicesWithLogs(projectRoot: string): readonly string[] {
  const { logs } = environmentFolder(projectRoot);
  if (!existsSync(logs)) return [];
  return readdirSync(logs)
    .filter((name) => name.endsWith(ENDING))
    .map((name) => basename(name, ENDING))
    .toSorted();
}

/**
 * Reads the logs of the environment that a project keeps running, or of the one that it kept last.
 *
 * @throws {SeatrialError} `ENVIRONMENT_NOT_RUNNING` when there never was one, `USAGE` for a service without a log
 */
export async function followLogs(request: LogRequest): Promise<void> {
  const { projectRoot, services, lastLines, follow, onLine } = request;
  const wanted = services.length === 0 ? servicesWithLogs(projectRoot) : services;
  refuseUnknown(projectRoot, wanted);
  const readers = wanted.map((name) => readerOf(projectRoot, name, lastLines));
  for (;;) {
    // Asked first: what was written before the end is still read.
    const goesOn = follow && isHeld(projectRoot);
    for (const reader of readers) {
      for (const line of reader.lines()) onLine(reader.name, line);
      if (goesOn) continue;
      for (const line of reader.remainder()) onLine(reader.name, line);
    }
    if (!goesOn) return;
    await delay(POLL_MS);
    // Services that start later have their logs later.
    const known = new Set(readers.map(({ name }) => name));
    const fresh = services.length > 0 ? [] : servicesWithLogs(projectRoot);
    readers.push(
      ...fresh.filter((name) => !known.has(name)).map((name) => readerOf(projectRoot, name, null)),
    );
  }
}

function readerOf(projectRoot: string, name: string, lastLines: number | null): LogReader {
  const { logs } = environmentFolder(projectRoot);
  return new LogReader(name, join(logs, `${name}${ENDING}`), lastLines);
}

function isHeld(projectRoot: string): boolean {
  const record = readHolder(environmentFolder(projectRoot));
  return record !== null && holdingOf(record) !== null;
}

function refuseUnknown(projectRoot: string, wanted: readonly string[]): void {
  const known = servicesWithLogs(projectRoot);
  if (known.length === 0) {
    throw new SeatrialError('ENVIRONMENT_NOT_RUNNING', 'no environment of this project has run', {
      hint: 'start it with: seatrial env up --wait',
    });
  }
  for (const name of wanted) {
    if (known.includes(name)) continue;
    throw new SeatrialError('USAGE', `no service ${JSON.stringify(name)} has a log`, {
      hint: suggest(name, known),
    });
  }
}
