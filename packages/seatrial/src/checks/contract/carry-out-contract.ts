import type { ContractDocument } from '@seatrial/contracts';
import { isAsyncApi } from '@seatrial/contracts/conformance';

import type { CheckResult, Failure, SourcePosition } from '../../evidence/index.ts';
import { failure, SeatrialError } from '../../evidence/index.ts';
import type { CheckWork } from '../../plan/index.ts';
import type { CheckContext } from '../check-context.ts';
import { carryOutDatabase } from './carry-out-database.ts';
import { compareWithBase } from './compare-with-base.ts';
import type { PartResult } from './contract-parts.ts';
import { ContractParts } from './contract-parts.ts';
import { judgeKept } from './judge-kept.ts';
import { openServiceContract } from './open-service-contract.ts';

type ContractWork = Extract<CheckWork, { kind: 'contract' }>;

/** Holds a contract: it can be read, says the version that the spec says, breaks nobody, and the service keeps it. */
export async function carryOutContract(
  work: ContractWork,
  context: CheckContext,
): Promise<CheckResult> {
  if (work.contract.kind === 'database') return carryOutDatabase(work, context);
  const parts = new ContractParts(context);
  const { contractFile, version } = work.contract;
  if (contractFile === null) {
    const message = `contract ${work.contract.name} names no file`;
    return { outcome: 'error', failure: failure(message, { source: context.description.source }) };
  }
  const read = parts.tell(`read ${contractFile}`, readContract(contractFile, context));
  if (read.document === null) return read.result;
  const { document } = read;
  parts.tell('version', { result: judgeVersion(document, version) });
  const compared = isAsyncApi(document)
    ? notCompared(work.contract)
    : await compareWithBase(document, work.contract, context);
  parts.tell('changes since the accepted version', { result: compared });
  if (work.service !== null) {
    const kept = context.contractOf(context.description.id);
    parts.tell(`kept by ${work.service}`, { result: judgeKept(kept, work.service) });
  }
  return parts.conclude();
}

function readContract(
  file: string,
  { projectRoot, description }: CheckContext,
): { readonly result: PartResult; readonly document: ContractDocument | null } {
  try {
    const document = openServiceContract(file, { workingDirectory: projectRoot });
    return { result: { outcome: 'passed', evidence: { file } }, document };
  } catch (error) {
    if (!(error instanceof SeatrialError)) throw error;
    const why = explain(error, description.source);
    return { result: { outcome: 'error', failure: why, evidence: { file } }, document: null };
  }
}

function explain(error: SeatrialError, fallback: SourcePosition): Failure {
  const [first] = error.diagnostics;
  if (first === undefined) {
    return failure(error.message, { source: fallback, detail: error.hint ?? null });
  }
  const { message, file, line = 1, column = 1, expected = null, seen = null, hint = null } = first;
  const source = file === undefined ? fallback : { file, line, column };
  return failure(message, { source, expected, seen, detail: hint });
}

/** What nobody compares must not read as unchanged where the spec promises something about changes. */
function notCompared({ previousVersion, breakingChanges }: ContractWork['contract']): PartResult {
  const evidence = { base: null };
  const isPromised =
    previousVersion !== null || (breakingChanges !== null && breakingChanges !== 'allowed');
  if (!isPromised) return { outcome: 'passed', evidence };
  const reason = 'versions of AsyncAPI documents are not compared with each other yet';
  return { outcome: 'skipped', reason, evidence };
}

function judgeVersion({ root, uri }: ContractDocument, wanted: string | null): PartResult {
  const info = typeof root === 'object' && root !== null && 'info' in root ? root.info : null;
  const seen =
    typeof info === 'object' && info !== null && 'version' in info ? String(info.version) : '';
  const evidence = { version: seen };
  if (wanted === null || plain(wanted) === plain(seen)) return { outcome: 'passed', evidence };
  const why = failure(`${uri} is not in the version that the spec names`, {
    expected: wanted,
    seen: seen === '' ? 'none' : seen,
  });
  return { outcome: 'failed', failure: why, evidence };
}

function plain(version: string): string {
  return version.replace(/^v/i, '').trim();
}
