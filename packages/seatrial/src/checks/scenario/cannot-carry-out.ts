import type { Failure } from '../../evidence/index.ts';

/**
 * The step could not be carried out, so nothing is known: an unknown service, a missing variable,
 * no environment. Ends as outcome `error`, never as `failed`.
 */
export class CannotCarryOut extends Error {
  override readonly name = 'CannotCarryOut';
  readonly failure: Failure;

  constructor(failure: Failure, options: { readonly cause?: unknown } = {}) {
    super(failure.message, options);
    this.failure = failure;
  }
}
