import type { ActiveFault, Fault, StartedEnvironment } from '@seatrial/environment';
import { EnvironmentError } from '@seatrial/environment';

import type { Failure, Json } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import { CannotCarryOut } from './cannot-carry-out.ts';
import { requireEnvironment } from './scope.ts';

/** What a scenario has broken and not mended, by what its steps say. */
export class ScenarioFaults {
  readonly #environment: StartedEnvironment | null;
  readonly #inForce: { readonly written: string; readonly active: ActiveFault }[] = [];
  /** Of faults that are still on their way, because their step had no time left. */
  readonly #pending = new Set<Promise<unknown>>();

  constructor(environment: StartedEnvironment | null) {
    this.#environment = environment;
  }

  get isEmpty(): boolean {
    return this.#inForce.length === 0 && this.#pending.size === 0;
  }

  /** Whether an answer from the service may be one that the fault has made, and not the service. */
  isBetween(service: string): boolean {
    return this.#inForce.some(
      ({ active: { fault } }) =>
        'to' in fault && fault.to === service && (fault.from ?? 'scenario') === 'scenario',
    );
  }

  async inject(written: string, fault: Fault): Promise<Json> {
    const { faults } = requireEnvironment(this.#environment);
    const injecting = faults.inject(fault).then((active) => {
      if (fault.kind !== 'restart') this.#inForce.push({ written, active });
      return active;
    });
    const settled = injecting.then(
      () => undefined,
      () => undefined,
    );
    this.#pending.add(settled);
    void settled.then(() => this.#pending.delete(settled));
    const { effect } = await orCannot(injecting);
    return { broken: written, ways: [...effect.edges] };
  }

  /** Undoes what these words broke, or all; the last one first. */
  async undo(written: string | null): Promise<Json> {
    const chosen = this.#inForce.filter((one) => written === null || one.written === written);
    if (chosen.length === 0 && written !== null) {
      const known = this.#inForce.map((one) => one.written).join(', ');
      throw new CannotCarryOut(
        failure(`"${written}" is not in force`, {
          expected:
            known === '' ? 'a fault of an earlier step; none is in force' : `one of ${known}`,
        }),
      );
    }
    const mended: Json[] = [];
    for (const one of chosen.toReversed()) {
      this.#inForce.splice(this.#inForce.indexOf(one), 1);
      await orCannot(one.active.undo());
      const { connections, requests } = one.active.effect;
      mended.push({ fault: one.written, connections, requests });
    }
    return { mended };
  }

  /** Mends all at the end of the scenario, also what could not be waited for; the first trouble is the answer. */
  async mend(): Promise<{ readonly failure: Failure | null; readonly evidence: Json }> {
    await Promise.all(this.#pending);
    const mended: Json[] = [];
    let trouble: Failure | null = null;
    while (this.#inForce.length > 0) {
      const last = this.#inForce.at(-1)?.written ?? null;
      try {
        mended.push(await this.undo(last));
      } catch (error) {
        if (!(error instanceof CannotCarryOut)) throw error;
        trouble ??= error.failure;
      }
    }
    return { failure: trouble, evidence: mended };
  }
}

async function orCannot<Value>(doing: Promise<Value>): Promise<Value> {
  try {
    return await doing;
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const [diagnostic] = error.diagnostics;
    const detail = [...(diagnostic?.hint === undefined ? [] : [diagnostic.hint]), ...error.logTail];
    throw new CannotCarryOut(
      failure(diagnostic?.message ?? error.message, {
        expected: diagnostic?.expected ?? null,
        seen: diagnostic?.seen ?? null,
        detail: detail.length === 0 ? null : detail.join('\n'),
      }),
      { cause: error },
    );
  }
}
