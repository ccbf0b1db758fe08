import { join } from 'node:path';

import { expandFiles } from '../expand-files.ts';
import { readReportFile } from '../read-report-file.ts';
import { readPlaywrightJson } from '../readers/read-playwright-json.ts';
import { startOf } from './node-package.ts';
import type { SuiteRunner } from './suite-runner.ts';

const PACKAGE = { program: 'playwright', package: '@playwright/test', verb: 'test' };

/** Playwright Test, read from its JSON reporter; its artifacts go beside the report. */
export const playwright: SuiteRunner = {
  async prepare(suite, place) {
    const start = await startOf(PACKAGE, suite, place);
    if ('failure' in start) return start;
    const report = join(place.outputDirectory, 'playwright.json');
    const artifacts = join(place.outputDirectory, 'test-results');
    const { files } = await expandFiles(suite.files, place.directory);
    return {
      command: [...start, '--reporter=line,json', `--output=${artifacts}`, ...files],
      // The two names belong to different versions.
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      readReport: () => readReportFile(report, readPlaywrightJson),
      emptyHint: 'look at `files` of the suite and `testDir`, `testMatch` of the Playwright config',
    };
  },
};
