import type { Fence } from './fence-line.ts';
import { closesFence, openedFence } from './fence-line.ts';

/** Some lines of a document, from a heading to the next. */
export interface Chunk {
  readonly lines: readonly string[];
  /** Of the first one, from 1. */
  readonly line: number;
}

/**
 * Cuts a document before each `#` heading that begins its line: such a heading ends whatever is open, so
 * that what stands between two of them can be read for itself (CommonMark 0.31 §5.1, §4.2).
 *
 * @returns null when something in it may reach across a heading: HTML, a link defined elsewhere, a fence
 * that is indented
 */
export function cutAtHeadings(lines: readonly string[]): readonly Chunk[] | null {
  const chunks: Chunk[] = [];
  let begin = 0;
  let fence: Fence | null = null;
  for (const [index, line] of lines.entries()) {
    if (fence !== null) {
      if (closesFence(line, fence)) fence = null;
      continue;
    }
    if (reachesAcross(line)) return null;
    if (index > begin && /^#{1,6}(?: |$)/.test(line)) {
      chunks.push({ lines: lines.slice(begin, index), line: begin + 1 });
      begin = index;
    }
    fence = openedFence(line);
  }
  chunks.push({ lines: lines.slice(begin), line: begin + 1 });
  return chunks;
}

function reachesAcross(line: string): boolean {
  if (/^ {0,3}</.test(line)) return !/^ {0,3}<!--(?!-?>).*-->\s*$/.test(line);
  return /^ {0,3}\[[^\]]+\]:|^\s+.*(?:```|~~~)|^[>*+\d-].*(?:```|~~~)|\t|\0|^\uFEFF/.test(line);
}
