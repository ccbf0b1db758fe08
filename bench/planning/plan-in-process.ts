/**
 * Run as a process of its own, so that nothing is warm: plans the project in the current folder once and
 * prints how long that took. Loading the code is told apart: it depends on Node's compile cache.
 */
import { enableCompileCache } from 'node:module';

enableCompileCache();
const startedMs = performance.now();
const { openProject } = await import('../../packages/seatrial/src/project/index.ts');
const { readSpecifications } = await import('../../packages/seatrial/src/spec/index.ts');
const { makePlan } = await import('../../packages/seatrial/src/plan/index.ts');
const loadedMs = performance.now();
const project = await openProject(process.cwd());
const openedMs = performance.now();
const specifications = await readSpecifications(project);
const readMs = performance.now();
const plan = makePlan({ project, specifications, composeServices: ['shop'] });
const plannedMs = performance.now();
process.stdout.write(
  JSON.stringify({
    checks: plan.checks.length,
    loadMs: loadedMs - startedMs,
    readMs: readMs - openedMs,
    planMs: plannedMs - readMs,
    wholeMs: plannedMs - openedMs,
  }),
);
