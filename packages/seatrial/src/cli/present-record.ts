import { appendFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { RunRecord } from '../evidence/index.ts';
import type { ReporterName, ReportOutput, ReportPaths } from '../report/index.ts';
import { REPORTERS, renderRunJson } from '../report/index.ts';
import type { RunFolder } from '../run/index.ts';
import type { CommandIo } from './verb.ts';

/** How the end of a run is to be shown. */
export interface Presentation {
  readonly folder: RunFolder;
  readonly reporters: readonly ReporterName[];
  readonly asJson: boolean;
}

/**
 * Leaves the reports that are files beside the log of the run, whatever was asked for, and prints the
 * others that were. The terminal is not printed here when it has been following the run.
 *
 * @returns the exit code of the verdict
 */
export function presentRecord(record: RunRecord, shown: Presentation, io: CommandIo): number {
  const paths = reportPaths(shown.folder, io);
  for (const name of Object.keys(REPORTERS) as ReporterName[]) {
    const outputs: readonly ReportOutput[] = REPORTERS[name];
    for (const { to, render } of outputs) {
      if (typeof to === 'object') {
        writeFileSync(join(shown.folder.path, to.file), render(record, paths));
      } else if (shown.reporters.includes(name)) {
        print(render(record, paths), to, io);
      }
    }
  }
  if (shown.asJson) io.stdout.write(renderRunJson(record));
  return record.verdict.exitCode;
}

function print(text: string, to: 'stdout' | 'github-step-summary', io: CommandIo): void {
  if (to === 'stdout') {
    io.stdout.write(text);
    return;
  }
  const file = io.env['GITHUB_STEP_SUMMARY'];
  if (file !== undefined && file !== '') appendFileSync(file, text);
}

/** The run folder as somebody in the working directory would open it. */
export function reportPaths(folder: RunFolder, io: CommandIo): ReportPaths {
  return {
    runFolder: relative(io.workingDirectory, folder.path) || '.',
    runFolderUrl: pathToFileURL(folder.path).href,
  };
}
