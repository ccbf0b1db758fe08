import type { ComposeService } from '../compose/model.ts';
import type { LaunchPlan, RungAnswer } from './launch-plan.ts';

/** The first rung: the Compose file itself says how the service runs without Docker. */
export function planFromXNative(service: ComposeService): RungAnswer {
  const { native } = service;
  if (native?.command === undefined) return undefined;
  const { prepare } = native;
  const plan: LaunchPlan = {
    provider: { rung: 'x-native', product: null, version: null, wanted: service.image ?? null },
    command: native.command,
    cwd: native.cwd,
    environment: new Map([...service.environment, ...native.environment]),
    imagePorts: [],
    paths: [],
    volumes: [],
    healthcheck: service.healthcheck,
    stopSignal: service.stopSignal,
    prepare: prepare === undefined ? undefined : (context) => context.run(prepare),
    temporaryFolder: undefined,
    sql: undefined,
    user: undefined,
    warnings: [],
  };
  return { kind: 'plan', plan };
}
