import type { Json } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { PartResult } from './contract-parts.ts';
import type { GroupedViolation } from './traffic.ts';
import type { Kept } from './watched-contract.ts';

/** Judges what the exchanges with a service did not keep; without exchanges nothing is known. */
export function judgeKept(kept: Kept | undefined, service: string): PartResult {
  if (kept === undefined || kept.exchanges === 0) {
    const reason = `nothing was sent to ${service} in this run, so nobody knows whether it keeps its contract`;
    return { outcome: 'skipped', reason, evidence: null };
  }
  const { violations, exchanges } = kept;
  const evidence = evidenceOf(kept);
  const [first] = violations;
  if (first === undefined) return { outcome: 'passed', evidence };
  const lines = violations.map(sayViolation);
  const why = failure(`${service} does not keep its contract: ${first.first.message}`, {
    expected: `as ${first.first.pointer} says`,
    seen: sayViolation(first),
    detail: [`in ${exchanges} exchanges:`, ...lines].join('\n'),
  });
  return { outcome: 'failed', failure: why, evidence };
}

/** `41 of 46 operations, 63 of 90 responses exercised`, and what was not. */
function evidenceOf({ exchanges, coverage, violations }: Kept): Json {
  const { operations, responses, parameters, undocumented, byOperation } = coverage;
  return {
    exchanges,
    coverage: `${share(operations)} operations, ${share(responses)} responses, ${share(parameters)} parameters exercised`,
    notExercised: byOperation.flatMap(({ operation, unanswered, exchanges: count }) =>
      count === 0 ? [operation] : unanswered.map((status) => `${operation} ${status}`),
    ),
    undocumented: [...undocumented],
    violations: violations.map(({ first, target, count }) => ({
      ...first,
      operation: first.operation ?? null,
      target,
      count,
    })),
  };
}

function sayViolation({ first, target, count }: GroupedViolation): string {
  const times = count === 1 ? '' : ` (${count} times)`;
  return `${target}: ${first.at.trim()} ${first.message} [${first.code}, ${first.pointer}]${times}`;
}

function share({ exercised, total }: { exercised: number; total: number }): string {
  return `${exercised} of ${total}`;
}
