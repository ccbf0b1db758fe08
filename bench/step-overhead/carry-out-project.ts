/**
 * Run as a process of its own: carries out the project in the current folder through the public library,
 * with its log file, as `seatrial run` does. Prints how long the checks took, services not counted.
 */
import { enableCompileCache } from 'node:module';

enableCompileCache();
const { carryOutPlan, createRunFolder, prepareTrial } =
  await import('../../packages/seatrial/src/index.ts');
type RunEvent = import('../../packages/seatrial/src/index.ts').RunEvent;

const trial = await prepareTrial(process.cwd(), process.env);
const { project, plan, compose } = trial;
const events: RunEvent[] = [];
const interruption = new AbortController();
process.once('SIGTERM', () => interruption.abort('SIGTERM'));
const { timeoutMs, startupTimeoutMs, checkTimeoutMs, missingFixtures } = project.config.trial;
const record = await carryOutPlan({
  plan,
  compose,
  project,
  folder: createRunFolder(project.root, new Date(), String(process.pid)),
  seatrialVersion: 'bench',
  shard: null,
  seed: null,
  timeoutMs,
  startupTimeoutMs,
  checkTimeoutMs,
  missingFixtures,
  retries: 0,
  env: process.env,
  signal: interruption.signal,
  onEvent: (event) => events.push(event),
});
if (record.verdict.word !== 'ready') {
  throw new Error(`the trial must pass: ${JSON.stringify(record.verdict)}`);
}
const steps = events.filter((event) => event.type === 'step.finished');
const first = events.find((event) => event.type === 'check.started');
const last = events.findLast((event) => event.type === 'check.finished');
process.stdout.write(
  JSON.stringify({
    steps: steps.length,
    wallMs: (last?.elapsedMs ?? Number.NaN) - (first?.elapsedMs ?? Number.NaN),
    insideStepsMs: steps.reduce((sum, { durationMs }) => sum + durationMs, 0),
  }),
);
