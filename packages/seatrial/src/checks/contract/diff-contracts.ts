import type {
  ApiDiff,
  ContractDocument,
  DescribedChange,
  DiffOptions,
  Level,
} from '@seatrial/contracts';
import { compareApis, describeChanges, doubtsOf } from '@seatrial/contracts';

import type { Diagnostic } from '../../evidence/index.ts';
import type { AcceptedChange, WrittenAcceptance } from './acceptances.ts';
import { applyAcceptances } from './acceptances.ts';
import type { ContractPlaces } from './contract-source.ts';
import { documentFinder } from './open-contract.ts';

export const FAIL_LEVELS = ['ERR', 'WARN', 'INFO', 'none'] as const;
/** The level from which on a change fails; `none`: no change does. */
export type FailOn = (typeof FAIL_LEVELS)[number];

/** Two contracts to compare, and what of the outcome fails. */
export interface ContractComparison {
  readonly base: ContractDocument;
  readonly revision: ContractDocument;
  readonly places: ContractPlaces;
  readonly options: DiffOptions;
  readonly failOn: FailOn;
  readonly acceptances: readonly WrittenAcceptance[];
  readonly today: Date;
}

/** What came out of comparing two contracts. */
export interface ContractDiff {
  readonly changes: readonly DescribedChange[];
  readonly accepted: readonly AcceptedChange[];
  readonly warnings: readonly Diagnostic[];
  /** Changes at or above the level that fails. */
  readonly failing: readonly DescribedChange[];
}

const RANKS: Readonly<Record<Level, number>> = { INFO: 1, WARN: 2, ERR: 3 };

/** Compares two contracts. */
export function diffContracts(comparison: ContractComparison): ContractDiff {
  const { base, revision, places, options, failOn, acceptances, today } = comparison;
  const diff = compareApis(
    { base, revision, findDocument: documentFinder(places) },
    { ...options, today },
  );
  const { standing, accepted, warnings } = applyAcceptances(
    describeChanges(diff.changes),
    acceptances,
    today,
  );
  const failing =
    failOn === 'none' ? [] : standing.filter(({ level }) => RANKS[level] >= RANKS[failOn]);
  return {
    changes: standing,
    accepted,
    warnings: [...suspicions(diff), ...doubtsOf(diff), ...warnings],
    failing,
  };
}

/** What looks like a mistake of whoever called. */
function suspicions({ base, revision, changes }: ApiDiff): Diagnostic[] {
  const place = { severity: 'warning', file: revision.document.uri, line: 1, column: 1 } as const;
  if (base.document.text === revision.document.text) {
    const message = 'the documents are identical';
    return [
      { code: 'CONTRACTS_IDENTICAL', ...place, message, hint: 'is one of them the older version?' },
    ];
  }
  if ([base, revision].every((api) => api.paths.size + api.webhooks.size === 0)) {
    const message = 'neither document describes an operation: there was nothing to compare';
    return [{ code: 'CONTRACTS_EMPTY', ...place, message }];
  }
  if (changes.length > 0 && compareVersions(base.version, revision.version) > 0) {
    const message = `the base has the later version, ${base.version}, and the revision ${revision.version}`;
    return [
      { code: 'CONTRACTS_SWAPPED', ...place, message, hint: 'were the two swapped by mistake?' },
    ];
  }
  return [];
}

/** What begins with a number, number by number; a comparison of whole texts by language would load its tables for this alone. */
function compareVersions(one: string, other: string): number {
  if (![one, other].every((version) => /^v?\d/i.test(version))) return 0;
  const [ones, others] = [numbersIn(one), numbersIn(other)];
  const differing = ones.findIndex((number, index) => number !== others[index]);
  return differing === -1 ? 0 : (ones[differing] ?? 0) - (others[differing] ?? 0);
}

function numbersIn(version: string): readonly number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}
