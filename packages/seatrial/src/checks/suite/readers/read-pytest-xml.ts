import type { Failure, TestRecord } from '../../../evidence/index.ts';
import { failure } from '../../../evidence/index.ts';
import type { SuiteReport } from '../suite-report.ts';

/** pytest's own words for a module that could not be imported; it writes them as if it were a test. */
const COLLECTION_FAILURE = 'collection failure';

/** Turns the cases of pytest's JUnit XML into tests named as a reader of the Python file would: `TestCart > test_adds`. */
export function readPytestCases({ tests, problems }: SuiteReport): SuiteReport {
  const broken = tests.filter(isCollectionFailure);
  return {
    tests: tests.filter((test) => !isCollectionFailure(test)).map(withoutModule),
    problems: [...problems, ...broken.map(toProblem)],
  };
}

function isCollectionFailure({ outcome, failure: seen }: TestRecord): boolean {
  return outcome === 'error' && seen?.message === COLLECTION_FAILURE;
}

function toProblem({ name, file, failure: seen }: TestRecord): Failure {
  const detail = seen?.detail ?? '';
  const cause = /^E\s+(.+)$/m.exec(detail)?.[1];
  return failure(
    `${file ?? name} could not be collected${cause === undefined ? '' : `: ${cause}`}`,
    {
      source: seen?.source ?? (file === null ? null : { file, line: 1, column: 1 }),
      detail,
    },
  );
}

/** The class path begins with the module, which is the file again. */
function withoutModule(test: TestRecord): TestRecord {
  const module = test.file?.replace(/\.py$/, '').replaceAll('/', '.') ?? '';
  const [classes = '', ...rest] = test.name.split(' > ');
  if (module === '' || rest.length === 0) return test;
  if (classes === module) return { ...test, name: rest.join(' > ') };
  if (!classes.startsWith(`${module}.`)) return test;
  return {
    ...test,
    name: [...classes.slice(module.length + 1).split('.'), ...rest].join(' > '),
  };
}
