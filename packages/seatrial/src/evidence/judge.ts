import type { Outcome } from './check.ts';
import { OUTCOMES } from './check.ts';
import type { RunCrashed, RunInterrupted } from './events.ts';
import type { CheckRecord, EnvironmentRecord } from './run-record.ts';
import type { DecidingCheck, Verdict } from './verdict.ts';

/** All that a verdict depends on. */
export interface Findings {
  readonly checks: readonly CheckRecord[];
  readonly environment: EnvironmentRecord | null;
  readonly interrupted: RunInterrupted | null;
  readonly crashed: RunCrashed | null;
}

/**
 * Weighs what was observed. `ready` needs every required check passed (or flaky), nothing broken on the
 * way, and at least one required check: no evidence is never `ready`.
 */
export function judge(findings: Findings): Verdict {
  const required = findings.checks.filter((check) => check.required);
  const failed = [
    ...required.filter((check) => check.outcome === 'failed').map(deciding),
    ...diedUnnoticed(findings),
  ];
  const unproven = required
    .filter((check) => check.outcome === 'error' || check.outcome === 'skipped')
    .map(deciding);
  const counts = countOutcomes(findings.checks);
  const word = failed.length > 0 ? 'not ready' : 'not proven';
  const decidedBy = [...failed, ...unproven];

  if (findings.crashed !== null) {
    const reason = `the run broke: ${findings.crashed.failure.message}`;
    return { word, exitCode: 70, reason, decidedBy, counts };
  }
  if (findings.interrupted !== null) {
    const { by, detail } = findings.interrupted;
    const reason = by === 'timeout' ? `the run timed out: ${detail}` : `interrupted by ${detail}`;
    return { word, exitCode: by === 'timeout' ? 124 : 130, reason, decidedBy, counts };
  }
  if (findings.environment?.failure) {
    const reason = `the environment did not come up: ${findings.environment.failure.message}`;
    return { word, exitCode: 4, reason, decidedBy, counts };
  }
  if (failed.length > 0) {
    const reason = `${plural(failed.length, 'required check')} failed`;
    return { word: 'not ready', exitCode: 1, reason, decidedBy, counts };
  }
  if (required.length === 0) {
    const reason = 'no required check was carried out, so nothing is known';
    return { word: 'not proven', exitCode: 2, reason, decidedBy, counts };
  }
  if (unproven.length > 0) {
    const reason = `${plural(unproven.length, 'required check')} could not be carried out`;
    return { word: 'not proven', exitCode: 2, reason, decidedBy, counts };
  }
  const flaky = counts.flaky === 0 ? '' : `, ${counts.flaky} of them flaky`;
  const reason = `${plural(required.length, 'required check')} passed${flaky}`;
  return { word: 'ready', exitCode: 0, reason, decidedBy: [], counts };
}

function deciding(check: CheckRecord): DecidingCheck {
  const reason = check.failure?.message ?? check.reason ?? check.outcome;
  return { check: check.id, outcome: check.outcome, reason };
}

/** A service that died turns the verdict by itself when no check was running to notice. */
function diedUnnoticed(findings: Findings): readonly DecidingCheck[] {
  const { environment, checks } = findings;
  if (environment === null || environment.failure !== null) return [];
  if (checks.some((check) => check.outcome === 'failed')) return [];
  return environment.services.flatMap((service) =>
    service.died === null
      ? []
      : [
          {
            check: `service:${service.name}`,
            outcome: 'failed' as const,
            reason: `the service ended by itself (${service.died.exit})`,
          },
        ],
  );
}

function countOutcomes(checks: readonly CheckRecord[]): Verdict['counts'] {
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<
    Outcome,
    number
  >;
  for (const check of checks) counts[check.outcome] += 1;
  return counts;
}

function plural(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
