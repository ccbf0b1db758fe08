import { randomBytes, randomInt } from 'node:crypto';

import type { StartedEnvironment } from '@seatrial/environment';

import type { RunRecord } from '../evidence/index.ts';
import { createLiveTerminal, terminalCapabilities } from '../report/index.ts';
import { carryOutPlan, createRunFolder, prepareTrial } from '../run/index.ts';
import { DRIVER_OPTION, driverOf } from './driver-option.ts';
import { exitCodeLines } from './help.ts';
import { lookAround } from './look-around.ts';
import { shardOf, wholeNumberOf } from './parse-arguments.ts';
import { presentRecord, reportPaths } from './present-record.ts';
import { REPORT_OPTIONS } from './report-options.ts';
import { selectReporters } from './select-reporters.ts';
import { SELECTION_OPTIONS } from './selection-options.ts';
import type { Arguments, CommandIo, Verb } from './verb.ts';
import { seatrialVersion } from './version.ts';

export const runVerb: Verb = {
  name: 'run',
  summary:
    'Take the project on a trial: boot its services, carry out its checks, judge and report.',
  positionals: '[work item or spec…]',
  options: {
    ...SELECTION_OPTIONS,
    retries: {
      type: 'string',
      value: 'n',
      summary: 'repeat a failed check up to n times; one that passes then is flaky',
    },
    ...DRIVER_OPTION,
    keep: {
      type: 'boolean',
      summary: 'let the services run after the verdict, for a look, until Ctrl-C',
    },
    ...REPORT_OPTIONS,
  },
  details: [
    'Examples:',
    '  seatrial run                  everything',
    '  seatrial run --only INT-07    one scenario',
    '  seatrial run --shuffle        any order must give the same verdict',
    '  seatrial run --shard 1/3      a third; join the parts with seatrial merge',
    '',
    'Leaves events.ndjson, run.json, report.html, junit.xml, ctrf.json and the logs',
    'of the services in .session/runs/<run id>/; .session/runs/latest points to the',
    'newest.',
    '',
    'Ctrl-C stops the services, writes the reports and ends with 130; a second one',
    'ends at once. With --keep it ends the look; the exit code stays the verdict.',
    '',
    'Exit codes:',
    ...exitCodeLines(),
  ].join('\n'),
  run: async (given, io) => run(given, io),
};

async function run(given: Arguments, io: CommandIo): Promise<number> {
  const reporters = selectReporters(given, io);
  const shard = shardOf(given);
  const seed = seedOf(given);
  const retries = wholeNumberOf(given, 'retries', 0);
  const trial = await prepareTrial(io.workingDirectory, io.env, {
    items: given.positionals,
    only: given.values.get('only') ?? [],
    shard,
    seed,
  });
  const { project, plan, compose } = trial;
  const asJson = given.flags.has('json');
  if (seed !== null && !asJson) {
    io.stderr.write(`shuffled with seed ${seed}; --seed ${seed} repeats this order\n`);
  }
  const signal = io.interruption.takeOver();
  const folder = createRunFolder(project.root, new Date(), randomBytes(2).toString('hex'));
  using terminal = reporters.includes('terminal') ? liveTerminal(io) : undefined;
  const { timeoutMs, checkTimeoutMs, startupTimeoutMs, missingFixtures } = project.config.trial;
  let exitCode: number | null = null;
  const show = (record: RunRecord): number => {
    // The terminal has been following; the files come first because its last line names one of them.
    const shown = reporters.filter((name) => name !== 'terminal');
    exitCode = presentRecord(record, { folder, reporters: shown, asJson }, io);
    terminal?.finish(record, reportPaths(folder, io));
    return exitCode;
  };
  const keep = async (record: RunRecord, services: StartedEnvironment): Promise<void> => {
    show(record);
    await lookAround(services, signal, io);
  };
  const record = await carryOutPlan({
    plan,
    compose,
    project,
    folder,
    seatrialVersion: seatrialVersion(),
    shard,
    seed,
    timeoutMs,
    startupTimeoutMs,
    driver: driverOf(given, project),
    checkTimeoutMs,
    missingFixtures,
    retries: retries ?? project.config.trial.retries,
    env: io.env,
    signal,
    onEvent: (event) => terminal?.onEvent(event),
    ...(given.flags.has('keep') ? { keep } : {}),
  });
  return exitCode ?? show(record);
}

function liveTerminal(io: CommandIo): ReturnType<typeof createLiveTerminal> {
  return createLiveTerminal({
    ...terminalCapabilities(io.env, io.stdout, process.platform),
    stream: io.stdout,
    now: () => performance.now(),
  });
}

function seedOf(given: Arguments): number | null {
  const seed = wholeNumberOf(given, 'seed', 0);
  if (seed !== undefined) return seed;
  return given.flags.has('shuffle') ? randomInt(2 ** 31) : null;
}
