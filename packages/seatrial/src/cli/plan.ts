import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { RunRecord } from '../evidence/index.ts';
import { buildRunRecord, readEventLog } from '../evidence/index.ts';
import type { Plan, Traceability } from '../plan/index.ts';
import { traceability } from '../plan/index.ts';
// Not through the room's index: it would load all that carries out a plan.
import { prepareTrial } from '../run/prepare-trial.ts';
import { amount } from './amount.ts';
import type { PlanDocument } from './documents.ts';
import { twoColumns } from './help.ts';
import { shardOf, wholeNumberOf } from './parse-arguments.ts';
import { SELECTION_OPTIONS } from './selection-options.ts';
import type { Arguments, CommandIo, Verb } from './verb.ts';

export const planVerb: Verb = {
  name: 'plan',
  summary: 'Show what a trial would check, in order, and how far each requirement is proven.',
  positionals: '[work item or spec…]',
  options: SELECTION_OPTIONS,
  details: [
    'Starts nothing. States of a requirement, from the newest run: verified,',
    'failing, covered (a check names it, but not all of them have passed),',
    'uncovered. Ids that are named but declared nowhere, and tests that carry no',
    'id, are listed.',
  ].join('\n'),
  run: async (given, io) => plan(given, io),
};

async function plan(given: Arguments, io: CommandIo): Promise<number> {
  const trial = await prepareTrial(io.workingDirectory, io.env, {
    items: given.positionals,
    only: given.values.get('only') ?? [],
    shard: shardOf(given),
    seed: wholeNumberOf(given, 'seed', 0) ?? null,
  });
  const trace = traceability(trial.plan, newestRun(trial.project.root));
  const { checks, services, warnings } = trial.plan;
  if (given.flags.has('json')) {
    const described = checks.map(({ description, after, needsEnvironment }) => ({
      ...description,
      after,
      needsEnvironment,
    }));
    const document: PlanDocument = {
      schemaVersion: 1,
      checks: described,
      services,
      warnings,
      traceability: trace,
    };
    io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return 0;
  }
  io.stdout.write([...planLines(trial.plan), '', ...traceLines(trace), ''].join('\n'));
  return 0;
}

function newestRun(root: string): RunRecord | null {
  const path = join(root, '.session', 'runs', 'latest', 'events.ndjson');
  return existsSync(path) ? buildRunRecord(readEventLog(path)) : null;
}

function planLines({ checks, services }: Plan): readonly string[] {
  const rows = checks.map(({ description }) => ({
    left: description.id,
    right: [
      description.title,
      description.required ? '' : '(optional)',
      description.shard === null ? '' : `[shard ${description.shard}]`,
    ]
      .filter((part) => part !== '')
      .join(' '),
  }));
  const booted = services.length === 0 ? 'no service' : services.join(', ');
  return [
    `${amount(checks.length, 'check')}; boots ${booted}`,
    ...(rows.length > 0 ? twoColumns(rows) : []),
  ];
}

function traceLines(trace: Traceability): readonly string[] {
  const { counts, requirements, unknownIds, orphanTests, runId } = trace;
  const rows = requirements.map(({ id, title, state, checks }) => ({
    left: `${state.padEnd(9)} ${id}`,
    right: checks.length === 0 ? title : `${title} (${checks.join(', ')})`,
  }));
  const source = runId === null ? 'no run yet' : `from run ${runId}`;
  return [
    `${amount(requirements.length, 'requirement')}: ${counts.verified} verified, ${counts.failing} failing, ` +
      `${counts.covered} covered, ${counts.uncovered} uncovered (${source})`,
    ...(rows.length > 0 ? twoColumns(rows) : []),
    ...unknownIds.map(({ id, namedBy }) => {
      const names = namedBy.map(({ what }) => what).join(', ');
      return `  unknown   ${id} is declared nowhere; named by ${names}`;
    }),
    ...(orphanTests.length === 0 ? [] : [`  tests that carry no id: ${orphanTests.length}`]),
  ];
}
