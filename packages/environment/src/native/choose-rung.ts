import type { ComposeService } from '../compose/model.ts';
import { EnvironmentError } from '../diagnostic.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { planFromDockerfile } from './dockerfile-rung.ts';
import type { LaunchPlan } from './launch-plan.ts';
import { POSTGRES_PACKAGE } from './postgres/find-postgres-package.ts';
import { planFromPostgresImage, postgresTag } from './postgres/postgres-rung.ts';
import { planFromXNative } from './x-native-rung.ts';

/** One way to run a service natively: a plan, or undefined when the service is not of its kind. */
type RungPlanner = (service: ComposeService) => LaunchPlan | undefined;

/** Tried from the first to the last. */
const LADDER: readonly RungPlanner[] = [planFromXNative, planFromDockerfile, planFromPostgresImage];

/**
 * Finds for every service how it runs natively.
 *
 * @throws {EnvironmentError} `SERVICE_NOT_RUNNABLE` naming all services without a way, and what would give them one;
 * `DOCKERFILE_INVALID`
 */
export function chooseRungs(services: readonly ComposeService[]): Map<ComposeService, LaunchPlan> {
  const plans = new Map<ComposeService, LaunchPlan>();
  const faults: EnvironmentError[] = [];
  for (const service of services) {
    try {
      plans.set(service, firstPlan(service));
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      faults.push(error);
    }
  }
  const [first] = faults;
  if (first === undefined) return plans;
  throw new EnvironmentError(
    first.code,
    faults.flatMap(({ diagnostics }) => diagnostics),
    first.service === undefined ? {} : { service: first.service },
  );
}

function firstPlan(service: ComposeService): LaunchPlan {
  for (const planner of LADDER) {
    const plan = planner(service);
    if (plan !== undefined) return plan;
  }
  throw new EnvironmentError('SERVICE_NOT_RUNNABLE', [notRunnable(service)], {
    service: service.name,
  });
}

function notRunnable(service: ComposeService): Diagnostic {
  const { name, image, location } = service;
  const seen = image === undefined ? 'neither build, image nor x-native' : `image ${image}`;
  const install = postgresTag(image) === undefined ? '' : `npm install ${POSTGRES_PACKAGE}, or `;
  return {
    code: 'SERVICE_NOT_RUNNABLE',
    severity: 'error',
    message: `service "${name}" cannot run without Docker`,
    ...location,
    seen,
    hint: `${install}add x-native: {command: […], cwd: …} that runs the same program from this machine, or build: with a Dockerfile`,
  };
}
