import { join } from 'node:path';

import { expandFiles } from '../expand-files.ts';
import { readReportFile } from '../read-report-file.ts';
import { readJestJson } from '../readers/read-jest-json.ts';
import { startOf } from './node-package.ts';
import type { SuiteRunner } from './suite-runner.ts';

/** vitest, read from its JSON reporter. */
export const vitest: SuiteRunner = {
  async prepare(suite, place) {
    const start = await startOf(
      { program: 'vitest', package: 'vitest', verb: 'run' },
      suite,
      place,
    );
    if ('failure' in start) return start;
    const report = join(place.outputDirectory, 'vitest.json');
    const { files } = await expandFiles(suite.files, place.directory);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    return {
      command: [...start, ...reporters, '--includeTaskLocation', ...files],
      readReport: () => readReportFile(report, readJestJson),
      emptyHint: 'look at `files` of the suite and `test.include` of the vitest config',
    };
  },
};
