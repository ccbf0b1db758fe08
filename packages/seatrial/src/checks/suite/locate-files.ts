import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Failure, SourcePosition, TestRecord } from '../../evidence/index.ts';
import { foldersUpward } from './find-program.ts';
import type { SuiteReport } from './suite-report.ts';

/**
 * Rewrites every file of a report to be relative to the project root, with forward slashes.
 *
 * A runner may start its relative paths at a folder above the suite's (pytest's rootdir), so the first folder upward in
 * which the file exists is taken.
 */
export function locateFiles(
  report: SuiteReport,
  { directory, projectRoot }: { directory: string; projectRoot: string },
): SuiteReport {
  const known = new Map<string, string>();
  const locate = (file: string): string => {
    const located = known.get(file) ?? toProject(file, directory, projectRoot);
    known.set(file, located);
    return located;
  };
  return {
    tests: report.tests.map((test) => locateTest(test, locate)),
    problems: report.problems.map((problem) => locateFailure(problem, locate)),
  };
}

type Locate = (file: string) => string;

function locateTest(test: TestRecord, locate: Locate): TestRecord {
  return {
    ...test,
    file: test.file === null ? null : locate(test.file),
    failure: test.failure === null ? null : locateFailure(test.failure, locate),
  };
}

function locateFailure(failure: Failure, locate: Locate): Failure {
  const { source } = failure;
  const located: SourcePosition | null =
    source === null ? null : { ...source, file: locate(source.file) };
  return { ...failure, source: located };
}

function toProject(file: string, directory: string, projectRoot: string): string {
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  if (isAbsolute(path)) return fromRoot(path, projectRoot);
  const folder = foldersUpward(directory).find((candidate) => existsSync(resolve(candidate, path)));
  return fromRoot(resolve(folder ?? directory, path), projectRoot);
}

function fromRoot(path: string, projectRoot: string): string {
  return relative(projectRoot, path).replaceAll(sep, '/');
}
