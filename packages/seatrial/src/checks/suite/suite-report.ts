import { stripVTControlCharacters } from 'node:util';

import type { Failure, TestRecord } from '../../evidence/index.ts';

/** What a runner's machine output says, whichever runner wrote it. */
export interface SuiteReport {
  /** `file` as the runner wrote it: absolute, or relative to a folder that the caller finds out. */
  readonly tests: readonly TestRecord[];
  /** What went wrong outside the tests: a file that does not load, a report that breaks off. None may be there for a pass. */
  readonly problems: readonly Failure[];
}

/** Several reports of one suite as one. */
export function mergeReports(reports: readonly SuiteReport[]): SuiteReport {
  return {
    tests: reports.flatMap(({ tests }) => tests),
    problems: reports.flatMap(({ problems }) => problems),
  };
}

/** Name of a test below its groups, outermost first: `cart > refuses a negative amount`. */
export function joinName(parts: readonly string[]): string {
  return clip(parts.filter((part) => part !== '').join(' > '), NAME_LENGTH);
}

/** The lines of a report that a person reads, without terminal colours and cut to a size that fits an event. */
export function clip(text: string, length: number): string {
  const plain = stripVTControlCharacters(text);
  return plain.length <= length ? plain : `${plain.slice(0, length - 1)}…`;
}

/** The first line with something on it. */
export function firstLine(text: string): string {
  return clip(
    text
      .split('\n')
      .map((line) => line.trim())
      .find((line) => line !== '') ?? '',
    MESSAGE_LENGTH,
  );
}

const NAME_LENGTH = 1000;
const MESSAGE_LENGTH = 500;
/** Of a failure's `detail`. */
export const DETAIL_LENGTH = 4000;
/** Of a failure's `expected` and `seen`. */
export const VALUE_LENGTH = 1000;
