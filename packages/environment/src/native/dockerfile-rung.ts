import type { ComposeService } from '../compose/model.ts';
import type { LaunchPlan } from './launch-plan.ts';

/** The second rung: the final stage of the service's Dockerfile. */
export function planFromDockerfile(_service: ComposeService): LaunchPlan | undefined {
  return undefined;
}
