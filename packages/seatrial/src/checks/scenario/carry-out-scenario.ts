import type { CheckWork } from '../../plan/index.ts';
import type { CarryOut } from '../check-context.ts';
import { carryOutSteps } from './carry-out-steps.ts';
import type { SuiteTests } from './prove-by-tests.ts';
import { proveByNamedTest, proveByTaggedTests } from './prove-by-tests.ts';

type ScenarioWork = Extract<CheckWork, { kind: 'scenario' }>;

const PROSE_ONLY = 'not proven: prose only; give it a ```yaml scenario block or a Proof: line';

/**
 * Carries out one scenario: its own steps against the running services, or the tests that prove it.
 * Emits `step.finished` for every step; secrets are removed from all of it.
 */
export const carryOutScenario: CarryOut<ScenarioWork> = async (work, context) => {
  const { scenario, background, suites } = work;
  const { evidence, id, source } = scenario;
  if (evidence.form === 'steps') return carryOutSteps(evidence.block, background, context);
  const tests: SuiteTests = new Map(suites.map((suite) => [suite, context.testsOf(suite)]));
  if (evidence.form === 'proof') return proveByNamedTest(evidence, tests);
  return proveByTaggedTests(id, tests, source) ?? { outcome: 'skipped', reason: PROSE_ONLY };
};
