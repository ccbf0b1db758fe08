import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { keptEvidenceSchema } from '../../checks/contract/kept-evidence.ts';
import type { KeptEvidence } from '../../checks/contract/kept-evidence.ts';
import type { CheckRecord, RunRecord } from '../../evidence/index.ts';
import { buildRunRecord, readEventLog, SeatrialError } from '../../evidence/index.ts';
import { findProjectRoot } from '../../project/index.ts';
import type { ContractsCoverageDocument } from '../documents.ts';
import type { CommandIo, Verb } from '../verb.ts';

type ContractCoverage = ContractsCoverageDocument['contracts'][number];

const EXIT_NOT_KNOWN = 2;
/** More of a list is in the JSON. */
const MAX_SHOWN = 50;

export const contractsCoverageVerb: Verb = {
  name: 'contracts coverage',
  summary: 'Show how much of each contract a run has exercised, and what it has not.',
  positionals: '[run]',
  options: {},
  details: [
    'A run is its id, its folder, or an events.ndjson; without one it is the latest.',
    'Shown are operations, responses and parameters (of AsyncAPI channels and',
    'messages), what was never seen, and what answered although no contract knows it.',
    '',
    'Exit codes: 0 shown · 2 nothing is known, for no contract was held against',
    'anything · 3 there is no such run',
  ].join('\n'),
  run: async (given, io) => {
    if (given.positionals.length > 1) {
      throw new SeatrialError('USAGE', 'contracts coverage takes one run');
    }
    const record = await readRun(given.positionals[0], io);
    const contracts = record.checks.flatMap(coverageOf);
    const exitCode = contracts.some(({ kept }) => kept !== null) ? 0 : EXIT_NOT_KNOWN;
    const document: ContractsCoverageDocument = {
      schemaVersion: 1,
      runId: record.runId,
      contracts,
      exitCode,
    };
    if (given.flags.has('json')) io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    else io.stdout.write(`${lines(document).join('\n')}\n`);
    return exitCode;
  },
};

async function readRun(named: string | undefined, io: CommandIo): Promise<RunRecord> {
  const runs = join(await findProjectRoot(io.workingDirectory), '.session', 'runs');
  const candidates =
    named === undefined
      ? [join(runs, 'latest')]
      : [resolve(io.workingDirectory, named), join(runs, named)];
  const files = candidates.map((path) =>
    existsSync(path) && statSync(path).isDirectory() ? join(path, 'events.ndjson') : path,
  );
  const found = files.find((path) => existsSync(path) && statSync(path).isFile());
  if (found !== undefined) return buildRunRecord(readEventLog(found));
  const message = named === undefined ? 'there is no run yet' : `there is no run ${named}`;
  throw new SeatrialError('INPUT_INVALID', message, {
    hint: 'runs lie in .session/runs; make one with: seatrial run',
  });
}

function coverageOf({
  id,
  kind,
  title,
  outcome,
  reason,
  failure,
  attempts,
}: CheckRecord): readonly ContractCoverage[] {
  if (kind !== 'contract') return [];
  const steps = attempts.at(-1)?.steps ?? [];
  const kept = steps.flatMap(({ evidence }): readonly KeptEvidence[] => {
    const read = keptEvidenceSchema.safeParse(evidence);
    return read.success ? [read.data] : [];
  });
  const why = reason ?? failure?.message ?? null;
  return [{ check: id, title, outcome, reason: why, kept: kept[0] ?? null }];
}

function lines({ runId, contracts }: ContractsCoverageDocument): readonly string[] {
  if (contracts.length === 0) return [`run ${runId} has held no contract against anything`];
  return contracts.flatMap(({ check, title, outcome, reason, kept }, index) => [
    ...(index === 0 ? [] : ['']),
    `${check}  ${title}  ${outcome}`,
    ...(kept === null
      ? [`  not held against anything: ${reason ?? 'the check says no more'}`]
      : keptLines(kept)),
  ]);
}

function keptLines(kept: NonNullable<ContractCoverage['kept']>): readonly string[] {
  const { coverage, notExercised, undocumented, undocumentedFields, fieldsLookedAt } = kept;
  const fields = undocumentedFields.map(({ operation, pointer }) => `${operation}  ${pointer}`);
  return [
    `  ${coverage}`,
    ...list('not exercised', notExercised),
    ...list('undocumented', undocumented),
    ...list(`undocumented fields, in the first ${fieldsLookedAt} of each operation`, fields),
    ...list('formats that nothing was held against', kept.unknownFormats),
    ...list(
      'violations',
      kept.violations.map(({ target, at, message, pointer }) =>
        [`${target}: ${at} ${message}`, pointer].join('  '),
      ),
    ),
  ];
}

function list(title: string, texts: readonly string[]): readonly string[] {
  if (texts.length === 0) return [];
  const more = texts.length - MAX_SHOWN;
  return [
    `  ${title}:`,
    ...texts.slice(0, MAX_SHOWN).map((text) => `    ${text}`),
    ...(more > 0 ? [`    … and ${more} more, all of them with --json`] : []),
  ];
}
