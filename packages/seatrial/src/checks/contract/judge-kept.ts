import { failure } from '../../evidence/index.ts';
import type { PartResult } from './contract-parts.ts';
import { keptEvidence } from './kept-evidence.ts';
import type { GroupedViolation } from './traffic.ts';
import type { Kept } from './watched-contract.ts';

/** Judges what passed to and from a service; a broken contract and silence are no proof of anything. */
export function judgeKept(kept: Kept | undefined, service: string): PartResult {
  const [problem, ...others] = kept?.problems ?? [];
  if (kept !== undefined && problem !== undefined) {
    const { message, file, line, column, pointer } = problem;
    const why = failure(`the contract cannot be checked: ${message}`, {
      source: { file, line, column },
      seen: `at ${pointer}`,
      detail:
        others.map((one) => `${one.file}:${one.line} ${one.pointer}: ${one.message}`).join('\n') ||
        null,
    });
    return { outcome: 'error', failure: why, evidence: keptEvidence(kept) };
  }
  if (kept === undefined || kept.seen === 0) {
    const reason = `nothing was sent to ${service} in this run, so nobody knows whether it keeps its contract`;
    return { outcome: 'skipped', reason, evidence: null };
  }
  const { violations, seen, unit } = kept;
  const evidence = keptEvidence(kept);
  const [first] = violations;
  if (first === undefined) return { outcome: 'passed', evidence };
  const lines = violations.map(sayViolation);
  const more = kept.moreViolations === 0 ? [] : [`and ${kept.moreViolations} of further kinds`];
  const why = failure(`${sayWhoseFault(first, service)}: ${first.first.message}`, {
    expected: `as ${first.first.pointer} says`,
    seen: sayViolation(first),
    detail: [`in ${seen} ${unit}:`, ...lines, ...more].join('\n'),
  });
  return { outcome: 'failed', failure: why, evidence };
}

/** A request that the contract does not allow and that was not refused is wrong on both sides. */
function sayWhoseFault({ first }: GroupedViolation, service: string): string {
  return first.side === 'response'
    ? `${service} does not keep its contract`
    : `${service} took a request that its contract does not allow`;
}

function sayViolation({ first, target, count }: GroupedViolation): string {
  const times = count === 1 ? '' : ` (${count} times)`;
  return `${target}: ${first.at.trim()} ${first.message} [${first.code}, ${first.pointer}]${times}`;
}
