import type { AttemptRecord, CheckRecord, Failure, RunRecord } from '../evidence/index.ts';
import { casesOfCheck, casesOutsideChecks } from './cases.ts';
import type { ReportedCase } from './cases.ts';
import { formatPosition } from './first-difference.ts';
import { notProven } from './not-proven.ts';
import { clip, oneLine } from './plain-text.ts';
import { providedBy } from './provided-by.ts';
import { xmlElement, xmlTextElement } from './xml.ts';

const MAX_TEXT_CHARS = 20_000;

/**
 * JUnit XML as most readers know it (testmo's description), with Surefire's elements for repeated
 * attempts. A work item is a `testsuite`; a suite of tests is a `testsuite` of its own name inside it.
 * What is not proven is `skipped` with a message that says so; only the exit code makes it red.
 *
 * @see https://github.com/testmoapp/junitxml
 * @see https://maven.apache.org/surefire/maven-surefire-plugin/xsd/surefire-test-report.xsd
 */
export function renderJunit(record: RunRecord): string {
  const outside = casesOutsideChecks(record);
  const groups = [...Map.groupBy(record.checks, (check) => check.workItem ?? 'project')];
  const suites = [
    ...(outside.length === 0 ? [] : [leaf('environment', outside)]),
    ...groups.map(([workItem, checks]) => groupNode(workItem, checks)),
  ];
  const total = sum(suites.map((suite) => suite.tally));
  const attributes = {
    name: record.project,
    ...tallyAttributes(total),
    time: seconds(record.durationMs),
    timestamp: record.startedAt,
  };
  const properties = propertiesElement([
    ['seatrial.verdict', record.verdict.word],
    ['seatrial.reason', record.verdict.reason],
    ['seatrial.exitCode', String(record.verdict.exitCode)],
    ['seatrial.runId', record.runId],
    ...(record.git === null ? [] : [['git.commit', record.git.commit] as const]),
    ...environmentProperties(record),
  ]);
  const children = [properties, ...suites.map((suite) => suite.xml)];
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlElement('testsuites', attributes, children)}\n`;
}

function environmentProperties({ environment }: RunRecord): readonly (readonly [string, string])[] {
  if (environment === null) {
    return [];
  }
  return [
    ['seatrial.driver', environment.driver],
    ...environment.services.map((one) => [`service.${one.name}`, providedBy(one)] as const),
    ...environment.notProven.map(
      ({ service, reason, remedy }) =>
        [`service.${service}`, notProven(`${reason}; to prove it: ${remedy}`)] as const,
    ),
  ];
}

interface Tally {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly durationMs: number;
}

interface SuiteNode {
  readonly xml: string;
  readonly tally: Tally;
}

function groupNode(workItem: string, checks: readonly CheckRecord[]): SuiteNode {
  const own = checks.filter((check) => check.kind !== 'suite').flatMap(casesOfCheck);
  const nested = checks
    .filter((check) => check.kind === 'suite')
    .map((check) => leaf(check.id.replace(/^suite:/, ''), casesOfCheck(check)));
  return node(workItem, own, nested);
}

function leaf(name: string, cases: readonly ReportedCase[]): SuiteNode {
  return node(name, cases, []);
}

function node(
  name: string,
  cases: readonly ReportedCase[],
  nested: readonly SuiteNode[],
): SuiteNode {
  const tally = sum([...cases.map(tallyOf), ...nested.map((suite) => suite.tally)]);
  const attributes = { name, ...tallyAttributes(tally), time: seconds(tally.durationMs) };
  const children = [
    ...cases.map((one) => testcase(name, one)),
    ...nested.map((suite) => suite.xml),
  ];
  return { xml: xmlElement('testsuite', attributes, children), tally };
}

function testcase(suite: string, one: ReportedCase): string {
  const attributes = {
    classname: one.test === null ? suite : (one.file ?? suite),
    name: oneLine(one.name),
    time: seconds(one.durationMs),
    ...(one.file === null ? {} : { file: one.file }),
    ...(one.line === null ? {} : { line: String(one.line) }),
    ...(one.check === null || one.test !== null ? {} : { assertions: assertions(one.check) }),
  };
  const properties = propertiesElement([
    ...one.ids.map((id) => ['requirement', id] as const),
    ...(one.check?.required === false ? [['required', 'false'] as const] : []),
    ...(one.check === null ? [] : [['rerun', one.check.rerun] as const]),
  ]);
  return xmlElement('testcase', attributes, [properties, ...outcomeElements(one)]);
}

function assertions(check: CheckRecord): string {
  return String(check.attempts.at(-1)?.steps.length ?? 0);
}

function outcomeElements(one: ReportedCase): readonly string[] {
  switch (one.outcome) {
    case 'passed':
      return [];
    case 'skipped':
      return [xmlElement('skipped', { message: oneLine(notProven(one.reason ?? 'no reason')) })];
    case 'flaky':
      return flakyElements(one);
    case 'failed':
    case 'error':
      return brokenElements(one);
    default:
      throw new Error(`unknown outcome ${String(one.outcome satisfies never)}`);
  }
}

function flakyElements(one: ReportedCase): readonly string[] {
  const earlier = attemptsOf(one).flatMap((attempt) => repeated('flaky', attempt));
  if (earlier.length > 0 || one.failure === null) {
    return earlier;
  }
  return [repeatElement('flakyFailure', one.failure)];
}

/** As Surefire counts: the first run is the failure, what came after it are the reruns. */
function brokenElements(one: ReportedCase): readonly string[] {
  const [first, ...reruns] = attemptsOf(one).filter((attempt) => 'failure' in attempt);
  return [
    problem(one.outcome === 'failed' ? 'failure' : 'error', first?.failure ?? one.failure),
    ...reruns.flatMap((attempt) => repeated('rerun', attempt)),
  ];
}

/** A suite's attempts are those of all its tests together, so they say nothing about one of them. */
function attemptsOf(one: ReportedCase): readonly AttemptRecord[] {
  return one.test === null ? (one.check?.attempts ?? []) : [];
}

function repeated(prefix: 'flaky' | 'rerun', attempt: AttemptRecord): readonly string[] {
  if (!('failure' in attempt)) {
    return [];
  }
  const name = `${prefix}${attempt.outcome === 'failed' ? 'Failure' : 'Error'}`;
  return [repeatElement(name, attempt.failure)];
}

function repeatElement(name: string, why: Failure): string {
  const trace = xmlTextElement('stackTrace', {}, failureText(why));
  return xmlElement(name, { message: oneLine(why.message), type: typeOf(why) }, [trace]);
}

function problem(name: 'failure' | 'error', why: Failure | null): string {
  if (why === null) {
    return xmlElement(name, { message: 'no reason was given', type: 'unknown' });
  }
  const attributes = { message: oneLine(why.message), type: typeOf(why) };
  return xmlTextElement(name, attributes, failureText(why));
}

function typeOf(why: Failure): string {
  return why.expected === null && why.seen === null ? 'problem' : 'difference';
}

function failureText(why: Failure): string {
  const lines = [
    why.message,
    why.expected === null ? '' : `expected: ${why.expected}`,
    why.seen === null ? '' : `seen:     ${why.seen}`,
    why.source === null ? '' : `at ${formatPosition(why.source)}`,
    why.detail ?? '',
  ];
  return clip(lines.filter((line) => line !== '').join('\n'), MAX_TEXT_CHARS);
}

function tallyOf(one: ReportedCase): Tally {
  return {
    tests: 1,
    failures: one.outcome === 'failed' ? 1 : 0,
    errors: one.outcome === 'error' ? 1 : 0,
    skipped: one.outcome === 'skipped' ? 1 : 0,
    durationMs: one.durationMs,
  };
}

function sum(tallies: readonly Tally[]): Tally {
  const add = (key: keyof Tally): number => tallies.reduce((total, one) => total + one[key], 0);
  return {
    tests: add('tests'),
    failures: add('failures'),
    errors: add('errors'),
    skipped: add('skipped'),
    durationMs: add('durationMs'),
  };
}

function tallyAttributes(tally: Tally): Record<string, string> {
  const { tests, failures, errors, skipped } = tally;
  return {
    tests: String(tests),
    failures: String(failures),
    errors: String(errors),
    skipped: String(skipped),
  };
}

function propertiesElement(entries: readonly (readonly [string, string])[]): string {
  const children = entries.map(([name, value]) =>
    xmlElement('property', { name, value: oneLine(value) }),
  );
  return children.length === 0 ? '' : xmlElement('properties', {}, children);
}

function seconds(durationMs: number): string {
  return (durationMs / 1000).toFixed(3);
}
