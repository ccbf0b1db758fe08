import type { Runner } from '../../../project/suite.ts';
import { jest } from './jest.ts';
import { junit } from './junit.ts';
import { nodeTest } from './node-test.ts';
import { playwright } from './playwright.ts';
import { pytest } from './pytest.ts';
import type { SuiteRunner } from './suite-runner.ts';
import { vitest } from './vitest.ts';

/** Every runner by its name in `trial.suites`. */
export const runners: Readonly<Record<Runner, SuiteRunner>> = {
  'node:test': nodeTest,
  vitest,
  jest,
  playwright,
  pytest,
  junit,
};
