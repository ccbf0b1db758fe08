import type { Failure, TestRecord } from '../../../evidence/index.ts';
import { failure } from '../../../evidence/index.ts';
import { failurePlace } from '../failure-place.ts';
import { findIds } from '../find-ids.ts';
import { clip, DETAIL_LENGTH, firstLine as lineOf, joinName } from '../suite-report.ts';

/** Name of the property by which our pytest plugin marks a test that passed although it is marked `xfail`. */
export const XPASS_PROPERTY = 'seatrial.xpass';

/** A `<testcase>` with what stands in it. */
export interface JunitCase {
  readonly attributes: Readonly<Record<string, string>>;
  /** Of the innermost suite that names one. */
  readonly suiteFile: string | null;
  /** Names and values of its own properties and of those of the suites around it. */
  readonly properties: string[];
  /** `failure`, `error`, `skipped` and Surefire's repeats. */
  readonly notes: JunitNote[];
}

interface JunitNote {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** What a test case says, as a test; `firstLine` is the number that its writer gives the first line of a file. */
export function toTest(entry: JunitCase, firstLine: 0 | 1): TestRecord {
  const { attributes, suiteFile } = entry;
  const file = attributes['file'] ?? suiteFile;
  const line = Number.parseInt(attributes['line'] ?? '', 10);
  const place = { file, line: Number.isNaN(line) ? null : line + 1 - firstLine };
  const name = nameOf(attributes);
  const seconds = Number((attributes['time'] ?? '').replaceAll(',', ''));
  return {
    name,
    ...place,
    durationMs: Number.isFinite(seconds) ? seconds * 1000 : 0,
    ids: findIds([name, ...entry.properties]),
    ...outcomeOf(entry, place),
  };
}

/** Some writers repeat the class in the name. */
function nameOf({ classname = '', name = '' }: Readonly<Record<string, string>>): string {
  return name.startsWith(classname) ? joinName([name]) : joinName([classname, name]);
}

type Place = { readonly file: string | null; readonly line: number | null };

function outcomeOf(
  { notes, attributes, properties }: JunitCase,
  place: Place,
): Pick<TestRecord, 'outcome' | 'reason' | 'failure'> {
  const find = (...names: string[]): JunitNote | undefined =>
    notes.find(({ name }) => names.includes(name));
  const failed = find('failure');
  if (failed !== undefined) {
    return { outcome: 'failed', reason: null, failure: toFailure(failed, place) };
  }
  const broken = find('error');
  if (broken !== undefined) {
    return { outcome: 'error', reason: null, failure: toFailure(broken, place) };
  }
  const flaky = find('flakyFailure', 'flakyError');
  if (flaky !== undefined) {
    return { outcome: 'flaky', reason: `passed on a retry: ${messageOf(flaky)}`, failure: null };
  }
  const skipped = find('skipped');
  if (skipped !== undefined) {
    return { outcome: 'skipped', reason: skipReason(skipped), failure: null };
  }
  if (find('rerunFailure', 'rerunError') !== undefined) {
    const text = 'it was repeated after a failure, but the report does not say how it ended';
    return { outcome: 'error', reason: null, failure: failure(text) };
  }
  const status = attributes['status'] ?? attributes['result'] ?? '';
  if (/^(notrun|suppressed|disabled|skipped)$/i.test(status)) {
    return { outcome: 'skipped', reason: `the report says ${status}`, failure: null };
  }
  const unexpected = properties.find((text) => text.startsWith(XPASS_PROPERTY));
  const reason =
    unexpected === undefined
      ? null
      : `passed although it is expected to fail:${unexpected.slice(XPASS_PROPERTY.length)}`;
  return { outcome: 'passed', reason, failure: null };
}

function skipReason(note: JunitNote): string {
  const message = messageOf(note);
  const word =
    note.attributes['type'] === 'pytest.xfail'
      ? 'expected to fail, and did'
      : 'skipped in the suite';
  return message === '' ? word : `${word}: ${message}`;
}

function messageOf({ attributes, text }: JunitNote): string {
  return lineOf(attributes['message'] ?? '') || lineOf(text);
}

function toFailure(note: JunitNote, place: Place): Failure {
  const detail = clip(note.text, DETAIL_LENGTH);
  const type = note.attributes['type'] ?? '';
  return failure(messageOf(note) || type || 'failed without a message', {
    source: failurePlace(place, note.text),
    detail: detail === '' ? null : detail,
  });
}
