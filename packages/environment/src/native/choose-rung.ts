import type { ComposeService } from '../compose/model.ts';
import { EnvironmentError } from '../diagnostic.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { NotProven } from '../events.ts';
import type { FindingsOfDriver } from '../lifecycle/driver-findings.ts';
import { planFromDockerfile } from './dockerfile-rung.ts';
import { planFromImage } from './image-rungs.ts';
import type { ImageContext } from './image-rungs.ts';
import type { LaunchPlan, PassedOver, PlannedService, RungAnswer } from './launch-plan.ts';
import { notRunnable } from './not-runnable.ts';
import { planFromXNative } from './x-native-rung.ts';

/** What the rungs look at besides the service. */
interface RungContext extends ImageContext {
  /** What Docker alone can give, by service. */
  readonly refusals: FindingsOfDriver['refusals'];
}

/** One way to run a service natively. */
type RungPlanner = (
  service: ComposeService,
  context: RungContext,
) => RungAnswer | Promise<RungAnswer>;

/** Tried from the first to the last. */
const LADDER: readonly RungPlanner[] = [planFromXNative, planFromDockerfile, planFromImage];

/** Services that can run here, and those that cannot, in the order of the file. */
export interface ChosenRungs {
  readonly planned: readonly PlannedService[];
  readonly notProven: readonly NotProven[];
  /** Set when nothing at all can run: what to throw once all this was told. */
  readonly refusal: EnvironmentError | undefined;
}

/**
 * Finds for every service how it runs natively. A service without a way is left out, with those that require it.
 *
 * @throws {EnvironmentError} `SERVICE_NOT_RUNNABLE` when a service would fail in its container as well;
 * `DOCKERFILE_INVALID`
 */
export async function chooseRungs(
  services: readonly ComposeService[],
  context: RungContext,
): Promise<ChosenRungs> {
  const plans = new Map<ComposeService, LaunchPlan>();
  const without = new Map<string, NotProven>();
  const faults: EnvironmentError[] = [];
  const answers = await Promise.allSettled(services.map((service) => firstPlan(service, context)));
  for (const [index, answer] of answers.entries()) {
    const service = services[index];
    if (service === undefined) continue;
    if (answer.status === 'rejected') {
      if (!(answer.reason instanceof EnvironmentError)) throw answer.reason;
      faults.push(answer.reason);
    } else if ('reason' in answer.value) {
      without.set(service.name, { service: service.name, ...answer.value });
    } else {
      plans.set(service, answer.value);
    }
  }
  if (faults.length > 0) throw merged(faults);
  addDependents(services, without);
  const located = services.flatMap(({ name, location }) => {
    const found = without.get(name);
    return found === undefined ? [] : [{ ...found, ...location }];
  });
  const [first, ...more] = located;
  const planned = [...plans]
    .map(([service, plan]) => ({ service, plan }))
    .filter(({ service }) => !without.has(service.name));
  const isNothingLeft = first !== undefined && planned.length === 0;
  const refusal = isNothingLeft ? notRunnable(first, ...more) : undefined;
  const notProven = located.map(({ service, reason, remedy }) => ({ service, reason, remedy }));
  return { planned, notProven, refusal };
}

/** Some of what the file asks for cannot be had without Docker. */
function refused(why: readonly Diagnostic[] | undefined): PassedOver | undefined {
  if (why === undefined) return undefined;
  const remedies = new Set(why.flatMap(({ hint }) => hint ?? []));
  return {
    reason: why.map(({ message }) => message).join('; '),
    remedy: [...remedies].join('; '),
  };
}

/** The first plan of the ladder, or why each rung that knows the service passed it over. */
async function firstPlan(
  service: ComposeService,
  context: RungContext,
): Promise<LaunchPlan | PassedOver> {
  const without = refused(context.refusals.get(service.name));
  if (without !== undefined) return without;
  const passed: PassedOver[] = [];
  for (const planner of LADDER) {
    const answer = await planner(service, context);
    if (answer?.kind === 'plan') return answer.plan;
    if (answer !== undefined) passed.push(answer);
  }
  const { image } = service;
  const seen = image === undefined ? 'neither build, image nor x-native' : `image ${image}`;
  const own =
    'add x-native: {command: […], cwd: …} that runs the same program from this machine, or use a Docker Engine';
  return {
    reason: passed.length === 0 ? seen : passed.map(({ reason }) => reason).join('; '),
    remedy: [...passed.map(({ remedy }) => remedy), own].join('; or '),
  };
}

/** What requires a service that is not proven is not proven either. */
function addDependents(services: readonly ComposeService[], without: Map<string, NotProven>): void {
  for (let size = -1; size !== without.size;) {
    size = without.size;
    for (const { name, dependsOn } of services) {
      const needed = [...dependsOn].find(
        ([dependency, { required }]) => required && without.has(dependency),
      )?.[0];
      if (needed === undefined || without.has(name)) continue;
      const reason = `it depends on "${needed}", which cannot run here`;
      const remedy = without.get(needed)?.remedy ?? '';
      without.set(name, { service: name, reason, remedy });
    }
  }
}

function merged(faults: readonly EnvironmentError[]): EnvironmentError {
  const [first] = faults;
  return new EnvironmentError(
    first?.code ?? 'SERVICE_NOT_RUNNABLE',
    faults.flatMap(({ diagnostics }) => diagnostics),
    first?.service === undefined ? {} : { service: first.service },
  );
}
