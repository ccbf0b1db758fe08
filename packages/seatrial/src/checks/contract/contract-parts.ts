import type { CheckResult, Json } from '../../evidence/index.ts';
import type { CheckContext } from '../check-context.ts';

/** How one part of the check ended, with what was seen. */
export type PartResult = CheckResult & { readonly evidence: Json };

/** Tells each part as a step; the worst of them is what the check ends with. */
export class ContractParts {
  readonly #results: CheckResult[] = [];
  readonly #context: CheckContext;
  #startedMs = performance.now();

  constructor(context: CheckContext) {
    this.#context = context;
  }

  tell<Told extends { readonly result: PartResult }>(title: string, told: Told): Told {
    const { evidence, ...result } = told.result;
    const { description, attempt, emit } = this.#context;
    this.#results.push(result);
    emit({
      type: 'step.finished',
      check: description.id,
      attempt,
      index: this.#results.length - 1,
      title,
      outcome:
        result.outcome === 'failed' || result.outcome === 'error' ? result.outcome : 'passed',
      durationMs: performance.now() - this.#startedMs,
      source: description.source,
      failure: 'failure' in result ? result.failure : null,
      evidence,
    });
    this.#startedMs = performance.now();
    return told;
  }

  conclude(): CheckResult {
    const worst = (['error', 'failed', 'skipped'] as const).flatMap(
      (outcome) => this.#results.find((result) => result.outcome === outcome) ?? [],
    );
    return worst[0] ?? { outcome: 'passed' };
  }
}
