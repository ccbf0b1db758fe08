import { basename } from 'node:path';

import type { Specification } from '../spec/index.ts';
import type { PlannedCheck } from './plan.ts';
import { rerunOf } from './rerun.ts';

/** A check for each section that promises something but holds no scenario. */
export function planSections(specification: Specification): readonly PlannedCheck[] {
  const { performanceBenchmarks } = specification.sections ?? {};
  const { responseTimesMs = {}, throughput = {} } = performanceBenchmarks ?? {};
  const hasBounds = Object.keys({ ...responseTimesMs, ...throughput }).length > 0;
  return hasBounds ? [planSection(specification, 'benchmark', 'Performance Benchmarks')] : [];
}

function planSection(
  { file, workItem }: Specification,
  kind: 'benchmark',
  section: string,
): PlannedCheck {
  const id = `${kind}:${basename(file, '.md')}`;
  return {
    description: {
      id,
      kind,
      title: `${section} of ${basename(file)}`,
      workItem,
      requirements: [],
      required: true,
      source: { file, line: 1, column: 1 },
      rerun: rerunOf(id),
      shard: null,
    },
    work: { kind, section },
    needsEnvironment: false,
    services: [],
    after: [],
  };
}
