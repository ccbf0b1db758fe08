import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { failure } from '../../../evidence/index.ts';
import { expandFiles } from '../expand-files.ts';
import { readReportFile } from '../read-report-file.ts';
import { readNodeTestEvents } from '../readers/read-node-test-events.ts';
import { nodeTestReporter } from './report-node-tests.ts';
import type { SuiteRunner } from './suite-runner.ts';

/** `node --test`, read from a reporter of ours, which writes as the tests end. */
export const nodeTest: SuiteRunner = {
  async prepare(suite, place) {
    // Node 20 takes no globs, so they are expanded here.
    const { files, unmatched } = await expandFiles(suite.files, place.directory);
    if (unmatched.length > 0) {
      return {
        failure: failure(`no file matches ${unmatched.join(', ')} in ${suite.directory}`, {
          source: suite.source,
          expected: 'at least one test file for each pattern',
        }),
      };
    }
    const reporter = join(place.outputDirectory, 'seatrial-reporter.mjs');
    const report = join(place.outputDirectory, 'node-test.ndjson');
    await writeFile(reporter, nodeTestReporter());
    const start = suite.command ?? ['node'];
    return {
      command: [
        ...start,
        ...(start.includes('--test') ? [] : ['--test']),
        '--test-reporter=spec',
        '--test-reporter-destination=stdout',
        `--test-reporter=${pathToFileURL(reporter).href}`,
        `--test-reporter-destination=${report}`,
        ...files,
      ],
      readReport: () => readReportFile(report, readNodeTestEvents),
      emptyHint:
        'look at `files` of the suite: without it node looks for *.test.js and test folders',
    };
  },
};
