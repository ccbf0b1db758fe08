import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

import type { ProcessTree } from '@seatrial/environment';
import { EnvironmentError, serviceVariables, spawnProcessTree } from '@seatrial/environment';

import type { CheckResult, Failure } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { CheckWork } from '../../plan/plan.ts';
import type { Suite } from '../../project/suite.ts';
import type { CarryOut, CheckContext } from '../check-context.ts';
import { concludeSuite } from './conclude-suite.ts';
import { locateFiles } from './locate-files.ts';
import { readTail } from './read-tail.ts';
import { runners } from './runners/index.ts';
import type { Invocation, SuitePlace } from './runners/suite-runner.ts';
import { suiteEnvironment } from './suite-environment.ts';
import type { SuiteReport } from './suite-report.ts';

/** Between the request to stop and the kill of all that is left. */
const GRACE_MS = 5000;
/** For what a suite leaves behind when it has ended by itself. */
const LEFTOVER_GRACE_MS = 500;
const TAIL_LINES = 50;

type SuiteWork = Extract<CheckWork, { kind: 'suite' }>;

/**
 * Runs a suite with its own runner, emits a `test.finished` for each test of the runner's machine output, and says how
 * the suite ended. Complete output goes to `output.log` in the check's directory; nothing is written to the project
 * by us. No process of the suite is left when it resolves.
 */
export const carryOutSuite: CarryOut<SuiteWork> = async ({ suite }, context) => {
  const directory = resolve(context.projectRoot, suite.directory);
  if (!(await isFolder(directory))) {
    return refuse(suite, failure(`the folder of the suite does not exist: ${suite.directory}`));
  }
  if (suite.needsEnvironment && context.environment === null) {
    return refuse(suite, failure('the suite needs the services, but none are running'));
  }
  const env = {
    ...suiteEnvironment(directory, context.env),
    ...(suite.needsEnvironment && context.environment !== null
      ? serviceVariables(context.environment)
      : {}),
  };
  const place: SuitePlace = { directory, outputDirectory: context.directory, env };
  const invocation = await runners[suite.runner].prepare(suite, place);
  return 'failure' in invocation
    ? refuse(suite, invocation.failure)
    : run(suite, { invocation, place, context });
};

interface Prepared {
  readonly invocation: Invocation;
  readonly place: SuitePlace;
  readonly context: CheckContext;
}

async function run(suite: Suite, { invocation, place, context }: Prepared): Promise<CheckResult> {
  const log = join(context.directory, 'output.log');
  const ended = await runToEnd(suite, { invocation, place, context }, log);
  if ('failure' in ended) return refuse(suite, ended.failure);
  const raw = await invocation.readReport();
  const { projectRoot } = context;
  const report =
    raw === null ? null : locateFiles(raw, { directory: place.directory, projectRoot });
  emitTests(report, context);
  const { exitCode, signal, timedOut } = ended.exit;
  const meaning = exitCode === null ? null : runners[suite.runner].explainExit?.(exitCode);
  return concludeSuite({
    runner: suite.runner,
    exitCode,
    signal,
    timedOutAfterMs: timedOut ? suite.timeoutMs : null,
    aborted: context.signal.aborted,
    report,
    exitMeaning: meaning ?? null,
    emptyHint: invocation.emptyHint,
    tail: await readTail(log, TAIL_LINES),
    commandLine: commandLine(invocation, place, projectRoot),
    rerun: context.description.rerun,
    source: suite.source,
  });
}

async function runToEnd(
  suite: Suite,
  { invocation, place, context }: Prepared,
  logFile: string,
): Promise<{ exit: Awaited<ProcessTree['exited']> } | { failure: Failure }> {
  try {
    await using tree = await spawnProcessTree(invocation.command, {
      cwd: place.directory,
      env: { ...place.env, ...invocation.env },
      logFile,
      timeoutMs: suite.timeoutMs,
      graceMs: GRACE_MS,
      signal: context.signal,
      ...(context.reaper === undefined ? {} : { reaper: context.reaper }),
    });
    const exit = await tree.exited;
    await tree.stop(LEFTOVER_GRACE_MS);
    return { exit };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const [diagnostic] = error.diagnostics;
    return {
      failure: failure(
        `${suite.runner} could not be started: ${diagnostic?.message ?? error.message}`,
        {
          seen: diagnostic?.seen ?? null,
          detail: diagnostic?.hint ?? null,
        },
      ),
    };
  }
}

function emitTests(report: SuiteReport | null, { description, emit }: CheckContext): void {
  for (const test of report?.tests ?? []) {
    emit({ type: 'test.finished', check: description.id, ...test });
  }
}

function refuse(suite: Suite, cause: Failure): CheckResult {
  return { outcome: 'error', failure: { ...cause, source: cause.source ?? suite.source } };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

/** As a person would type it at the project root. */
function commandLine({ command }: Invocation, { directory }: SuitePlace, root: string): string {
  const words = command.map((word) => (/^[\w./:=,@%+-]+$/.test(word) ? word : `'${word}'`));
  const folder = relative(root, directory);
  return `${folder === '' ? '' : `cd ${folder} && `}${words.join(' ')}`;
}
