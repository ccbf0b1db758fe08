import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { failure } from '../../../evidence/index.ts';
import type { Suite } from '../../../project/suite.ts';
import { expandFiles } from '../expand-files.ts';
import { findOnPath, findUpward, hasFileUpward } from '../find-program.ts';
import { readJunitFile } from '../read-report-file.ts';
import { readPytestCases } from '../readers/read-pytest-xml.ts';
import { PLUGIN_MODULE, pytestPlugin } from './pytest-plugin.ts';
import type { SuitePlace, SuiteRunner } from './suite-runner.ts';

const INTERPRETERS = ['.venv', 'venv', 'env'].flatMap((folder) => [
  `${folder}/bin/python`,
  `${folder}/Scripts/python.exe`,
]);

/** @see https://docs.pytest.org/en/stable/reference/exit-codes.html */
const EXITS: Readonly<Record<number, string>> = {
  2: 'pytest was interrupted: a test module could not be collected, or somebody stopped it',
  3: 'pytest had an internal error: look for a plugin or a conftest.py that breaks it',
  4: 'pytest did not understand its command line: an unknown option, a path that does not exist, or a plugin that is not installed (an option such as --cov in `addopts` needs pytest-cov)',
  5: 'pytest collected no tests: look at `files` of the suite and `testpaths`, `python_files` of its config',
};

/** pytest, read from its own JUnit XML. */
export const pytest: SuiteRunner = {
  async prepare(suite, place) {
    const start = suite.command ?? (await startOf(place));
    if (start === null) return { failure: missing(suite) };
    const report = join(place.outputDirectory, 'pytest.xml');
    const plugin = join(place.outputDirectory, 'pytest-plugin');
    await mkdir(plugin, { recursive: true });
    await writeFile(join(plugin, `${PLUGIN_MODULE}.py`), pytestPlugin());
    const { files } = await expandFiles(suite.files, place.directory);
    return {
      // Only the older family of the format says file and line.
      command: [
        ...start,
        '-p',
        PLUGIN_MODULE,
        `--junitxml=${report}`,
        '-o',
        'junit_family=xunit1',
        ...files,
      ],
      env: {
        PYTHONPATH: [plugin, place.env['PYTHONPATH'] ?? ''].filter(Boolean).join(delimiter),
      },
      readReport: async () => {
        const cases = await readJunitFile(report, { firstLine: 0 });
        return cases === null ? null : readPytestCases(cases);
      },
      emptyHint:
        'is pytest installed for this Python? python -m pip install pytest (or: uv add --dev pytest)',
    };
  },
  explainExit: (exitCode) => EXITS[exitCode] ?? null,
};

/** A virtual environment of the project, then its package manager, then the Python that is there. */
async function startOf({ directory, env }: SuitePlace): Promise<readonly string[] | null> {
  const own = await findUpward(INTERPRETERS, directory);
  if (own !== null) return [own, '-m', 'pytest'];
  const path = env['PATH'];
  for (const [lock, program] of [
    ['uv.lock', 'uv'],
    ['poetry.lock', 'poetry'],
  ] as const) {
    const manager = (await hasFileUpward(lock, directory))
      ? await findOnPath([program], path)
      : null;
    if (manager !== null) return [manager, 'run', 'python', '-m', 'pytest'];
  }
  const python = await findOnPath(['python3', 'python'], path);
  return python === null ? null : [python, '-m', 'pytest'];
}

function missing(suite: Suite): ReturnType<typeof failure> {
  return failure(`no Python for the suite in ${suite.directory}`, {
    source: suite.source,
    expected: '.venv, venv or env beside it or above, or python3 on PATH',
    detail: 'Install Python and pytest: python3 -m venv .venv && .venv/bin/pip install pytest',
  });
}
