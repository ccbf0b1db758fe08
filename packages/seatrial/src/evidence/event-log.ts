import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';

import { failure } from './check.ts';
import type { Emit, EventBody, RunEvent } from './events.ts';
import { LOG_VERSION } from './events.ts';
import { SeatrialError } from './seatrial-error.ts';

/** The two clocks of a log: wall time for people, monotonic milliseconds for durations. */
export interface Clock {
  readonly now: () => Date;
  readonly monotonicMs: () => number;
}

export const systemClock: Clock = { now: () => new Date(), monotonicMs: () => performance.now() };

export interface EventLog extends Disposable {
  readonly emit: Emit;
  /** Everything said so far, in order. */
  readonly events: readonly RunEvent[];
}

/**
 * Opens a new NDJSON log. Each event is on disk when `emit` returns, so the log is complete up to the
 * moment a run is killed.
 *
 * @param listener - sees each event after it was written; must not throw
 */
export function openEventLog(
  path: string,
  clock: Clock = systemClock,
  listener: (event: RunEvent) => void = () => undefined,
): EventLog {
  const file = openSync(path, 'wx');
  const startedMs = clock.monotonicMs();
  const events: RunEvent[] = [];
  const emit = (body: EventBody): void => {
    const event: RunEvent = {
      seq: events.length,
      at: clock.now().toISOString(),
      elapsedMs: Math.round((clock.monotonicMs() - startedMs) * 1000) / 1000,
      ...body,
    };
    events.push(event);
    writeSync(file, `${JSON.stringify(event)}\n`);
    listener(event);
  };
  return { emit, events, [Symbol.dispose]: () => closeSync(file) };
}

/**
 * Reads a log back. A last line that was torn by a crash is dropped and told as a `run.crashed` event:
 * what follows from a broken log is never proven.
 *
 * @throws {SeatrialError} `LOG_INVALID` when a line is no event, or a newer Seatrial wrote the log
 */
export function readEventLog(path: string): readonly RunEvent[] {
  const lines = readLines(path);
  const events: RunEvent[] = [];
  for (const [index, line] of lines.entries()) {
    const event = parseEvent(line);
    if (event === undefined && index === lines.length - 1 && events.length > 0) {
      return [...events, tornLine(events)];
    }
    if (event === undefined) throw invalidLine(path, index + 1, line);
    events.push(event);
  }
  const [first] = events;
  if (first?.type !== 'run.started') {
    throw new SeatrialError('LOG_INVALID', `${path}:1: expected a run.started event`, {
      hint: 'give the events.ndjson of a run folder, or the folder itself',
    });
  }
  if (first.logVersion !== LOG_VERSION) {
    throw new SeatrialError(
      'LOG_INVALID',
      `${path}:1: log version ${String(first.logVersion)} was written by Seatrial ${first.seatrialVersion}; expected version 1`,
      { hint: 'use the version of Seatrial that wrote the log' },
    );
  }
  return events;
}

/**
 * What a log holds so far while somebody else may be writing it; empty when there is none yet. A last line that is
 * still being written is left out.
 */
export function readOngoingLog(path: string): readonly RunEvent[] {
  if (!existsSync(path)) return [];
  return readLines(path).flatMap((line) => parseEvent(line) ?? []);
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch (cause) {
    throw new SeatrialError('LOG_INVALID', `cannot read the event log ${path}`, {
      cause,
      hint: 'give a run folder such as .session/runs/latest',
    });
  }
}

function parseEvent(line: string): RunEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isEvent =
      typeof value === 'object' && value !== null && 'type' in value && 'seq' in value;
    // The log is ours: a line that has both was written by `emit`.
    return isEvent ? (value as RunEvent) : undefined;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

function invalidLine(path: string, lineNumber: number, line: string): SeatrialError {
  return new SeatrialError(
    'LOG_INVALID',
    `${path}:${lineNumber}:1: expected one event as JSON, got ${JSON.stringify(line.slice(0, 80))}`,
  );
}

function tornLine(events: readonly RunEvent[]): RunEvent {
  const last = events.at(-1);
  return {
    seq: events.length,
    at: last?.at ?? '',
    elapsedMs: last?.elapsedMs ?? 0,
    type: 'run.crashed',
    failure: failure('the log ends in the middle of a line: the run was killed while writing'),
  };
}
