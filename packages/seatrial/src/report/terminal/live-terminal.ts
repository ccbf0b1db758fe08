import type { RunEvent, RunRecord } from '../../evidence/index.ts';
import type { ReportPaths } from '../report-paths.ts';
import { closingLines } from './closing-lines.ts';
import { eventLines } from './event-lines.ts';
import { type Canvas, type Line, paintLine } from './line.ts';
import { LiveRegion, type TerminalStream } from './live-region.ts';
import { progressLines, stillRunning } from './progress-lines.ts';
import { RunProgress } from './run-progress.ts';
import type { TerminalCapabilities } from './terminal-capabilities.ts';

const FRAME_MS = 80;
const REMINDER_MS = 10_000;

export interface LiveTerminalOptions extends TerminalCapabilities {
  readonly stream: TerminalStream;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Calls back again and again until what it returns is called. */
  readonly every?: (intervalMs: number, callback: () => void) => () => void;
  /** Calls back when the process ends, unless what it returns was called. */
  readonly atExit?: (callback: () => void) => () => void;
}

/** Follows a run on a terminal. A consumer of events: it asks nobody anything. */
export interface LiveTerminal extends Disposable {
  readonly onEvent: (event: RunEvent) => void;
  /** The last words: what failed, the verdict, the page to open. Gives the terminal back. */
  readonly finish: (record: RunRecord, paths: ReportPaths) => void;
}

/**
 * On a terminal: finished checks scroll up above a live tree of what runs now, redrawn every 80 ms.
 * Elsewhere: one line as soon as a check ends, and every 10 s what still runs.
 * The cursor comes back at `finish`, when disposed, and when the process ends before either.
 */
export function createLiveTerminal(options: LiveTerminalOptions): LiveTerminal {
  return options.animated ? animatedTerminal(options) : plainTerminal(options);
}

function animatedTerminal(options: LiveTerminalOptions): LiveTerminal {
  const { stream, now, unicode, every = everyInterval, atExit = atProcessExit } = options;
  const progress = new RunProgress();
  const region = new LiveRegion(stream);
  const form = unicode ? 'symbol' : 'word';
  let waiting: Line[] = [];
  const paint = (lines: readonly Line[]): void => {
    const above = waiting.map((line) => paintLine(line, canvasOf(options, false)));
    waiting = [];
    // One column stays free: terminals differ in what they do at the very edge.
    region.paint(
      above,
      lines.map((line) => paintLine(line, canvasOf(options, true))),
    );
  };
  const draw = (): void => {
    const rows = Math.max(1, (stream.rows ?? 24) - 2);
    paint(progressLines(progress, { nowMs: now(), unicode, rows }));
  };
  const stopDrawing = every(FRAME_MS, draw);
  const forgetExit = atExit(() => region.release());
  const close = (): void => {
    stopDrawing();
    forgetExit();
    paint([]);
    region.release();
  };
  return {
    onEvent: (event) => {
      progress.follow(event, now());
      waiting.push(...eventLines(event, { progress, form }));
    },
    finish: (record, paths) => {
      waiting.push(...closingLines(record, paths, form));
      close();
    },
    [Symbol.dispose]: close,
  };
}

function plainTerminal(options: LiveTerminalOptions): LiveTerminal {
  const { stream, now, every = everyInterval } = options;
  const progress = new RunProgress();
  const write = (lines: readonly Line[]): void => {
    for (const line of lines) {
      stream.write(`${paintLine(line, canvasOf(options, false))}\n`);
    }
  };
  const stop = every(REMINDER_MS, () => {
    const names = stillRunning(progress, now(), REMINDER_MS);
    if (names !== null) {
      write([[{ text: `still running: ${names}`, style: ['gray'] }]]);
    }
  });
  return {
    onEvent: (event) => {
      progress.follow(event, now());
      if (event.type === 'environment.starting') {
        write([[{ text: `starting services: ${event.services.join(', ')}` }]]);
      }
      write(eventLines(event, { progress, form: 'word' }));
    },
    finish: (record, paths) => {
      stop();
      write(closingLines(record, paths, 'word'));
    },
    [Symbol.dispose]: stop,
  };
}

function canvasOf(options: LiveTerminalOptions, isLive: boolean): Canvas {
  const { color, unicode, hyperlinks, stream } = options;
  const columns = isLive ? Math.max(1, (stream.columns ?? 80) - 1) : Infinity;
  return { color, unicode, hyperlinks, columns };
}

function everyInterval(intervalMs: number, callback: () => void): () => void {
  const timer = setInterval(callback, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

function atProcessExit(callback: () => void): () => void {
  process.once('exit', callback);
  return () => process.off('exit', callback);
}
