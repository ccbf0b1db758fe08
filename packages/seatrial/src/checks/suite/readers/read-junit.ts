import type { SaxesTagPlain } from 'saxes';
import { SaxesParser } from 'saxes';

import type { Failure } from '../../../evidence/index.ts';
import { failure } from '../../../evidence/index.ts';
import type { SuiteReport } from '../suite-report.ts';
import { clip, VALUE_LENGTH } from '../suite-report.ts';
import type { JunitCase } from './junit-case.ts';
import { toTest } from './junit-case.ts';

/** Reads JUnit XML that is at hand as a whole. See {@link JunitReader}. */
export function readJunit(text: string, options: JunitOptions = {}): SuiteReport {
  const reader = new JunitReader(options);
  reader.write(text);
  return reader.end();
}

export interface JunitOptions {
  /** The number that the writer gives the first line of a file: 0 for pytest, by default 1. */
  readonly firstLine?: 0 | 1;
}

/** Deeper than any runner nests its suites; a report beyond it is an attack or a mistake. */
const MAX_DEPTH = 200;
/** More of one text node than this is not kept. */
const TEXT_LENGTH = 64 * 1024;
const NOTES = new Set([
  'failure',
  'error',
  'skipped',
  'flakyFailure',
  'flakyError',
  'rerunFailure',
  'rerunError',
]);

/**
 * Reads JUnit XML piece by piece, so that a large report is never in memory as a whole.
 *
 * Understood: nested `testsuite`s, `properties`, Surefire's `flakyFailure`/`flakyError` (failed, then passed) and
 * `rerunFailure`/`rerunError` (failed again), pytest's `file`, `line` and xfail marks. A document type declaration is
 * refused, since entities have no place in a test report. XML that is broken or breaks off is a problem of the suite;
 * the tests before that point are kept.
 *
 * @see https://github.com/testmoapp/junitxml
 */
export class JunitReader {
  readonly #parser = new SaxesParser({ xmlns: false });
  readonly #tests: SuiteReport['tests'][number][] = [];
  readonly #problems: Failure[] = [];
  readonly #open: string[] = [];
  /** Properties of the suites around, and the files they name, innermost last. */
  readonly #suites: { file: string | null; properties: string[] }[] = [];
  #case: JunitCase | null = null;
  #text = '';
  #broken = false;
  #sawSuite = false;

  readonly #firstLine: 0 | 1;

  constructor(options: JunitOptions = {}) {
    this.#firstLine = options.firstLine ?? 1;
    this.#parser.on('doctype', () => {
      this.#stop('it has a document type declaration, which a test report does not need');
    });
    this.#parser.on('error', (error) => this.#stop(error.message));
    this.#parser.on('opentag', (tag) => this.#onOpen(tag));
    this.#parser.on('closetag', (tag) => this.#onClose(tag.name));
    this.#parser.on('text', (text) => this.#onText(text));
    this.#parser.on('cdata', (text) => this.#onText(text));
  }

  write(chunk: string): void {
    if (!this.#broken) this.#parser.write(chunk);
  }

  /** What was read; call once, after the last piece. */
  end(): SuiteReport {
    if (!this.#broken) this.#parser.close();
    if (!this.#broken && !this.#sawSuite) this.#stop('it has no <testsuite>');
    return { tests: this.#tests, problems: this.#problems };
  }

  #stop(why: string): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#problems.push(
      failure(`the JUnit XML cannot be read: ${clip(why, VALUE_LENGTH)}`, {
        expected: 'well-formed XML with a <testsuite>',
      }),
    );
  }

  #onOpen({ name, attributes }: SaxesTagPlain): void {
    if (this.#broken) return;
    this.#open.push(name);
    if (this.#open.length > MAX_DEPTH) this.#stop(`it nests more than ${MAX_DEPTH} elements`);
    this.#text = '';
    if (name === 'testsuite' || name === 'testsuites') {
      this.#sawSuite = true;
      this.#suites.push({ file: attributes['file'] ?? null, properties: [] });
    } else if (name === 'testcase') {
      this.#case = this.#openCase(attributes);
    } else if (NOTES.has(name)) {
      this.#case?.notes.push({ name, attributes, text: '' });
    } else if (name === 'property') {
      const { name: key = '', value = '' } = attributes;
      this.#addProperty(`${key} ${value}`);
    }
  }

  #openCase(attributes: JunitCase['attributes']): JunitCase {
    return {
      attributes,
      suiteFile: this.#suites.findLast(({ file }) => file !== null)?.file ?? null,
      properties: this.#suites.flatMap(({ properties }) => properties),
      notes: [],
    };
  }

  #addProperty(text: string): void {
    (this.#case ?? this.#suites.at(-1))?.properties.push(text);
  }

  #onText(text: string): void {
    if (this.#text.length < TEXT_LENGTH) this.#text += text.slice(0, TEXT_LENGTH);
  }

  #onClose(name: string): void {
    if (this.#broken) return;
    this.#open.pop();
    if (name === 'testsuite' || name === 'testsuites') {
      this.#suites.pop();
    } else if (name === 'testcase' && this.#case !== null) {
      this.#tests.push(toTest(this.#case, this.#firstLine));
      this.#case = null;
    } else if (NOTES.has(name)) {
      const note = this.#case?.notes.at(-1);
      if (note !== undefined) note.text = this.#text.trim();
    } else if (name === 'property') {
      // Newer writers put the value between the tags.
      this.#addProperty(this.#text.trim());
    }
    this.#text = '';
  }
}
