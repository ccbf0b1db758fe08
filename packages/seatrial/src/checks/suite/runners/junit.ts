import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { failure } from '../../../evidence/index.ts';
import { matchesOf } from '../expand-files.ts';
import { readJunitFile } from '../read-report-file.ts';
import type { SuiteReport } from '../suite-report.ts';
import { mergeReports } from '../suite-report.ts';
import type { SuiteRunner } from './suite-runner.ts';

/** Any command that writes JUnit XML; reports that were there before it started are not its own (B-RUN-18). */
export const junit: SuiteRunner = {
  async prepare({ command, report, source, files }, { directory }) {
    if (command === null || report === null) {
      return {
        failure: failure('a junit suite needs `command` and `report`', {
          source,
          expected: 'the command that runs the tests, and a glob of the XML files it writes',
        }),
      };
    }
    const before = await fingerprints(report, directory);
    return {
      command: [...command, ...files],
      readReport: () => readFresh(report, directory, before),
      emptyHint: `does the command write JUnit XML to ${report}? Files from before its start are not read`,
    };
  },
};

/** Change time and size rather than a comparison of clocks: the kernel's file clock lags behind ours by milliseconds. */
async function fingerprints(report: string, directory: string): Promise<Map<string, string>> {
  const files = await matchesOf(report, directory);
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, string]> => {
        const { ino, size, mtimeNs, ctimeNs } = await stat(join(directory, file), { bigint: true });
        return [file, `${ino} ${size} ${mtimeNs} ${ctimeNs}`];
      }),
    ),
  );
}

async function readFresh(
  report: string,
  directory: string,
  before: ReadonlyMap<string, string>,
): Promise<SuiteReport | null> {
  const after = await fingerprints(report, directory);
  const fresh = [...after].filter(([file, print]) => before.get(file) !== print);
  const reports: SuiteReport[] = [];
  for (const [file] of fresh) {
    const read = await readJunitFile(join(directory, file));
    if (read === null) continue;
    const problems = read.problems.map((problem) => ({
      ...problem,
      message: `${file}: ${problem.message}`,
    }));
    reports.push({ ...read, problems });
  }
  return reports.length === 0 ? null : mergeReports(reports);
}
