import type { ComposeService } from '../compose/model.ts';
import { launchPlan } from './launch-plan.ts';
import type { RungAnswer } from './launch-plan.ts';

/** The first rung: the Compose file itself says how the service runs without Docker. */
export function planFromXNative(service: ComposeService): RungAnswer {
  const { native, image = null } = service;
  if (native?.command === undefined) return undefined;
  const { prepare, command, cwd } = native;
  const plan = launchPlan(service, {
    provider: { rung: 'x-native', product: null, version: null, wanted: image },
    command,
    cwd,
    environment: new Map([...service.environment, ...native.environment]),
    prepare: prepare === undefined ? undefined : (context) => context.run(prepare),
  });
  return { kind: 'plan', plan };
}
