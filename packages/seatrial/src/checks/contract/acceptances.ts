import type { DescribedChange } from '@seatrial/contracts';

import type { Diagnostic } from '../../evidence/index.ts';

/** A change that somebody has agreed to, with the reason, until a day. */
export interface Acceptance {
  /** Id of the change, such as `request-property-removed`. */
  readonly id: string;
  /** Only there: `GET /users/{id}`. */
  readonly operation?: string | undefined;
  /** Only there: as the report says where. */
  readonly where?: string | undefined;
  readonly reason: string;
  /** The last day on which it holds, such as `2027-01-31`. */
  readonly expires: string;
}

/** An acceptance and where it stands. */
export interface WrittenAcceptance {
  readonly acceptance: Acceptance;
  readonly file: string;
  readonly line: number;
}

/** Changes that stand, those that were agreed to, and what is to be said of the acceptances themselves. */
export interface Accepted {
  readonly standing: readonly DescribedChange[];
  readonly accepted: readonly AcceptedChange[];
  readonly warnings: readonly Diagnostic[];
}

export interface AcceptedChange {
  readonly change: DescribedChange;
  readonly reason: string;
  readonly expires: string;
}

/** Applies acceptances that have not expired; says which have, and which nothing needs any more. */
export function applyAcceptances(
  changes: readonly DescribedChange[],
  written: readonly WrittenAcceptance[],
  today: Date,
): Accepted {
  const day = today.toISOString().slice(0, 10);
  const holding = written.filter(({ acceptance }) => acceptance.expires >= day);
  const used = new Set<WrittenAcceptance>();
  const standing: DescribedChange[] = [];
  const accepted: AcceptedChange[] = [];
  for (const change of changes) {
    const found = holding.find(({ acceptance }) => covers(acceptance, change));
    if (found === undefined) {
      standing.push(change);
      continue;
    }
    used.add(found);
    const { reason, expires } = found.acceptance;
    accepted.push({ change, reason, expires });
  }
  const warnings = written.flatMap((one) => warningOf(one, { day, isUsed: used.has(one) }));
  return { standing, accepted, warnings };
}

function covers({ id, operation, where }: Acceptance, change: DescribedChange): boolean {
  if (change.id !== id) return false;
  if (where !== undefined && where !== change.where) return false;
  const names = change.operations.map(({ method, path }) => `${method} ${path}`);
  // One operation of a shared change was agreed to, the others were not.
  return operation === undefined || names.every((name) => name === operation);
}

function warningOf(
  { acceptance, file, line }: WrittenAcceptance,
  { day, isUsed }: { day: string; isUsed: boolean },
): Diagnostic[] {
  const place = { severity: 'warning', file, line, column: 1 } as const;
  if (acceptance.expires < day) {
    const message = `the acceptance of ${acceptance.id} has expired on ${acceptance.expires}`;
    return [{ code: 'ACCEPTANCE_EXPIRED', ...place, message }];
  }
  if (isUsed) return [];
  const message = `nothing needs the acceptance of ${acceptance.id} any more`;
  return [{ code: 'ACCEPTANCE_UNUSED', ...place, message, hint: 'take it out' }];
}
