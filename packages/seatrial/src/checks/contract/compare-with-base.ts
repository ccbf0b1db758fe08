import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { ContractDocument, DescribedChange } from '@seatrial/contracts';

import { failure } from '../../evidence/index.ts';
import type { ContractSection } from '../../spec/index.ts';
import type { CheckContext } from '../check-context.ts';
import { acceptedPath } from './accepted-contracts.ts';
import type { PartResult } from './contract-parts.ts';
import { diffContracts } from './diff-contracts.ts';
import { openContract } from './open-contract.ts';

/** Compares a contract with the version that was accepted last, or the one that the spec names. */
export async function compareWithBase(
  revision: ContractDocument,
  contract: ContractSection,
  { projectRoot, description }: CheckContext,
): Promise<PartResult> {
  const places = { workingDirectory: projectRoot };
  const accepted = acceptedPath(revision.uri);
  const uri = contract.previousVersion ?? accepted;
  if (contract.previousVersion === null && !existsSync(join(projectRoot, accepted))) {
    if (contract.breakingChanges === 'allowed')
      return { outcome: 'passed', evidence: { base: null } };
    const reason = `no version of ${revision.uri} has been accepted to compare it with; accept this one with: seatrial contracts accept ${revision.uri}`;
    return { outcome: 'skipped', reason, evidence: { base: null } };
  }
  const base = openContract(uri, places);
  const { changes, failing, warnings } = diffContracts({
    base,
    revision,
    places,
    options: {},
    failOn: failOnOf(contract, base, revision),
    acceptances: [],
    today: new Date(),
  });
  const evidence = {
    base: uri,
    changes: changes.length,
    breaking: changes.filter(({ level }) => level === 'ERR').length,
  };
  const broken = warnings.find(({ severity }) => severity === 'error');
  if (broken !== undefined) {
    const { file, line = 1, column = 1, message, hint = null } = broken;
    const source = file === undefined ? description.source : { file, line, column };
    const why = failure(message, { source, detail: hint });
    return { outcome: 'error', failure: why, evidence };
  }
  const [first] = failing;
  if (first === undefined) return { outcome: 'passed', evidence };
  const why = failure(
    `${failing.length} change${failing.length === 1 ? '' : 's'} of ${revision.uri} break${failing.length === 1 ? 's' : ''} who uses it`,
    {
      source: placeOf(first),
      expected: `what ${uri} promises`,
      seen: sayChange(first),
      detail: failing.map(sayChange).join('\n'),
    },
  );
  return { outcome: 'failed', failure: why, evidence };
}

/** A new major version may break what the spec lets it break. */
function failOnOf(
  { breakingChanges }: ContractSection,
  base: ContractDocument,
  revision: ContractDocument,
): 'ERR' | 'none' {
  if (breakingChanges === 'allowed') return 'none';
  const isNewMajor = majorOf(revision) > majorOf(base);
  return breakingChanges === 'with-major-version' && isNewMajor ? 'none' : 'ERR';
}

function majorOf({ root }: ContractDocument): number {
  const info = typeof root === 'object' && root !== null && 'info' in root ? root.info : null;
  const version =
    typeof info === 'object' && info !== null && 'version' in info ? info.version : '';
  return Number.parseInt(String(version).replace(/^v/i, ''), 10) || 0;
}

function sayChange({ method, path, text, id }: DescribedChange): string {
  return `${[method, path].join(' ').trim()}: ${text} [${id}]`;
}

function placeOf({
  revision,
  base,
}: DescribedChange): { file: string; line: number; column: number } | null {
  const place = revision ?? base;
  return place === null ? null : { file: place.file, line: place.line, column: place.column };
}
