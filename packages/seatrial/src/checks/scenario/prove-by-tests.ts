import { didYouMean } from '../../evidence/index.ts';
import type { CheckResult, SourcePosition, TestRecord } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { Evidence } from '../../spec/index.ts';

type Proof = Extract<Evidence, { form: 'proof' }>;

/** The tests of the suites that may prove a scenario, by suite; undefined where a suite has not run. */
export type SuiteTests = ReadonlyMap<string, readonly TestRecord[] | undefined>;

/** Holds a scenario against the tests that its `Proof:` line names: of one name, or of a whole file. All must pass. */
export function proveByNamedTest(proof: Proof, suites: SuiteTests): CheckResult {
  const tests = [...suites.values()].flatMap((found) => found ?? []);
  const inFile = tests.filter(({ file }) => isIn(file, proof));
  const named = inFile.filter(({ name }) => proof.test === null || isNamed(name, proof.test));
  return named.length === 0
    ? notFound(proof, { suites, tests, inFile })
    : combine(named, proof.source);
}

/** Holds a scenario that is prose only against the tests that name its id; null when there is none. */
export function proveByTaggedTests(
  id: string,
  suites: SuiteTests,
  source: SourcePosition,
): CheckResult | null {
  const tests = [...suites.values()].flatMap((found) => found ?? []);
  const tagged = tests.filter(({ ids }) => ids.includes(id));
  return tagged.length === 0 ? null : combine(tagged, source);
}

/** A runner that names no files leaves only the name to go by. */
function isIn(file: string | null, proof: Proof): boolean {
  return file === null ? proof.test !== null : isPath(file, proof.path);
}

function isPath(file: string, written: string): boolean {
  const path = written.replaceAll('\\', '/').replace(/^\.?\//, '');
  const normal = file.replaceAll('\\', '/').replace(/^\.\//, '');
  return normal === path || normal.endsWith(`/${path}`);
}

/** The exact name, its last part, or its last groups: `pay > refuses twice`, in any runner's way of joining. */
function isNamed(name: string, written: string): boolean {
  if (name === written) return true;
  const parts = partsOf(name);
  const wanted = partsOf(written);
  const end = parts.slice(-wanted.length);
  if (end.length === wanted.length && end.every((part, index) => part === wanted[index]))
    return true;
  // Some runners join groups with a blank only.
  return ` ${parts.join(' ')}`.endsWith(` ${wanted.join(' ')}`);
}

function partsOf(name: string): string[] {
  return name.split(/\s+[>›»]\s+|::/).map((part) => part.trim().replaceAll(/\s+/g, ' '));
}

/** One outcome for several tests: the worst decides. */
function combine(tests: readonly TestRecord[], source: SourcePosition): CheckResult {
  const worst = ['error', 'failed', 'skipped', 'flaky'] as const;
  const found = worst.flatMap((outcome) => tests.filter((test) => test.outcome === outcome)).at(0);
  if (found === undefined) return { outcome: 'passed' };
  const named = `the test "${found.name}"`;
  switch (found.outcome) {
    case 'failed':
    case 'error': {
      const message = `${named} ${found.outcome === 'failed' ? 'failed' : 'could not be carried out'}`;
      const own = found.failure ?? failure(found.reason ?? '');
      const whole = own.message === '' ? message : `${message}: ${own.message}`;
      return {
        outcome: found.outcome,
        failure: { ...own, message: whole, source: own.source ?? source },
      };
    }
    case 'skipped':
      return {
        outcome: 'skipped',
        reason: `${named} was skipped: ${found.reason ?? 'no reason given'}`,
      };
    case 'flaky':
      return {
        outcome: 'flaky',
        reason: `${named} is flaky: ${found.reason ?? 'failed, then passed'}`,
      };
    case 'passed':
      return { outcome: 'passed' };
    default:
      return found.outcome satisfies never;
  }
}

const MAX_NAMED = 5;

function notFound(
  proof: Proof,
  about: {
    readonly suites: SuiteTests;
    readonly tests: readonly TestRecord[];
    readonly inFile: readonly TestRecord[];
  },
): CheckResult {
  const { suites, tests, inFile } = about;
  const expected = `${proof.test === null ? 'a test' : `a test "${proof.test}"`} in ${proof.path}`;
  const absent = [...suites].filter(([, found]) => found === undefined).map(([suite]) => suite);
  if (tests.length === 0) {
    const which =
      suites.size === 0
        ? 'no suite reads this file'
        : `${[...suites.keys()].join(', ')} reported no test`;
    const seen = absent.length === 0 ? which : `${absent.join(', ')} has not run`;
    return error(`nothing ran that could prove it`, { proof, expected, seen });
  }
  if (inFile.length === 0) {
    const files = [...new Set(tests.flatMap(({ file }) => (file === null ? [] : [file])))];
    return error(`no test ran in ${proof.path}`, {
      proof,
      expected,
      seen: nearest(proof.path, files),
    });
  }
  const names = [...new Set(inFile.map(({ name }) => name))];
  return error(`no test of this name ran in ${proof.path}`, {
    proof,
    expected,
    seen: nearest(proof.test ?? '', names),
  });
}

function error(
  message: string,
  about: { readonly proof: Proof; readonly expected: string; readonly seen: string },
): CheckResult {
  const { proof, expected, seen } = about;
  return { outcome: 'error', failure: failure(message, { source: proof.source, expected, seen }) };
}

function nearest(word: string, candidates: readonly string[]): string {
  const best = didYouMean(word, candidates);
  const rest = candidates.filter((candidate) => candidate !== best);
  const shown = [...(best === undefined ? [] : [best]), ...rest].slice(0, MAX_NAMED);
  const more = candidates.length - shown.length;
  const list = shown.map((candidate) => JSON.stringify(candidate)).join(', ');
  return `${best === undefined ? '' : 'nearest first: '}${list}${more > 0 ? ` and ${String(more)} more` : ''}`;
}
