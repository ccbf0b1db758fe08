import type { Failure } from '../../../evidence/index.ts';
import { failure } from '../../../evidence/index.ts';
import type { Suite } from '../../../project/suite.ts';
import { findUpward } from '../find-program.ts';
import type { SuitePlace } from './suite-runner.ts';

/** A runner that a project installs from npm. */
export interface NodePackage {
  /** Of the program in `node_modules/.bin`. */
  readonly program: string;
  /** What is installed. */
  readonly package: string;
  /** The sub-command that runs the tests once, if it needs one. */
  readonly verb: string | null;
}

/** The words that start it: the project's own command, or the nearest installed program; a failure when there is none. */
export async function startOf(
  { program, package: name, verb }: NodePackage,
  suite: Suite,
  { directory }: SuitePlace,
): Promise<readonly string[] | { failure: Failure }> {
  const start = suite.command ?? (await installed(program, directory));
  if (start === null) {
    return {
      failure: failure(`${program} is not installed for ${suite.directory}`, {
        source: suite.source,
        expected: `node_modules/.bin/${program} in ${suite.directory} or above`,
        detail: `Install the project's packages (npm ci); if ${name} is not among them: npm install --save-dev ${name}`,
      }),
    };
  }
  return verb === null || start.includes(verb) ? start : [...start, verb];
}

async function installed(program: string, directory: string): Promise<string[] | null> {
  const file = await findUpward([`node_modules/.bin/${program}`], directory);
  return file === null ? null : [file];
}
