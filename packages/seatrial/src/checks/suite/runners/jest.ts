import { join } from 'node:path';

import { expandFiles } from '../expand-files.ts';
import { readReportFile } from '../read-report-file.ts';
import { readJestJson } from '../readers/read-jest-json.ts';
import { startOf } from './node-package.ts';
import type { SuiteRunner } from './suite-runner.ts';

/** jest, read from `--json`; positional patterns, because the option for them was renamed in jest 30. */
export const jest: SuiteRunner = {
  async prepare(suite, place) {
    const start = await startOf({ program: 'jest', package: 'jest', verb: null }, suite, place);
    if ('failure' in start) return start;
    const report = join(place.outputDirectory, 'jest.json');
    const { files } = await expandFiles(suite.files, place.directory);
    const output = ['--json', `--outputFile=${report}`, '--testLocationInResults'];
    return {
      command: [...start, ...output, ...files],
      readReport: () => readReportFile(report, readJestJson),
      emptyHint: 'look at `files` of the suite and `testMatch` of the jest config',
    };
  },
};
