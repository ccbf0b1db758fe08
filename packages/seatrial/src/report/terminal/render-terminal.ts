import type { RunRecord } from '../../evidence/index.ts';
import type { ReportPaths } from '../report-paths.ts';
import { closingLines } from './closing-lines.ts';
import { type Canvas, paintLine } from './line.ts';

const PLAIN: Canvas = { color: false, unicode: true, hyperlinks: false, columns: Infinity };

/** The end of a run as a terminal shows it, for runs that are over: merged, or read from a file. */
export function renderTerminal(
  record: RunRecord,
  paths: ReportPaths,
  canvas: Canvas = PLAIN,
): string {
  const form = canvas.color && canvas.unicode ? 'symbol' : 'word';
  return closingLines(record, paths, form)
    .map((line) => `${paintLine(line, canvas)}\n`)
    .join('');
}
