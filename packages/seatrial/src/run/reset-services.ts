import type { StartedEnvironment } from '@seatrial/environment';
import { EnvironmentError } from '@seatrial/environment';

import type { Emit, Failure } from '../evidence/index.ts';
import { failure } from '../evidence/index.ts';
import type { PlannedCheck } from '../plan/index.ts';

/** The services whose state is kept for the resets that these checks ask for; false when none does. */
export function keptForResets(checks: readonly PlannedCheck[]): boolean | readonly string[] {
  const wishes = checks.flatMap(({ work }) => (work.kind === 'scenario' ? [work.reset] : []));
  if (wishes.some(({ form }) => form === 'all')) return true;
  const named = wishes.flatMap((wish) => (wish.form === 'services' ? wish.services : []));
  return named.length > 0 && [...new Set(named.map(({ service }) => service))];
}

/**
 * Brings the services back as the check wants it, and tells what it cost.
 *
 * @returns why the check cannot be carried out then; null when it can
 */
export async function resetServices(
  { work, description }: PlannedCheck,
  attempt: number,
  around: {
    readonly environment: StartedEnvironment | null;
    readonly signal: AbortSignal;
    readonly emit: Emit;
  },
): Promise<Failure | null> {
  const { environment, signal, emit } = around;
  if (work.kind !== 'scenario' || work.reset.form === 'none' || environment === null) return null;
  const services =
    work.reset.form === 'all' ? undefined : work.reset.services.map(({ service }) => service);
  try {
    for (const record of await environment.reset({ services, signal })) {
      emit({ type: 'reset.done', check: description.id, attempt, ...record });
    }
    return null;
  } catch (error) {
    if (signal.aborted) return failure('interrupted while the services were reset');
    if (!(error instanceof EnvironmentError)) throw error;
    const [first] = error.diagnostics;
    return failure(`not carried out on a state nobody knows: ${first?.message ?? error.message}`, {
      source: description.source,
      seen: first?.seen ?? null,
      detail: first?.hint ?? null,
    });
  }
}
