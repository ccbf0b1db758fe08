import type { ComposeService } from '../compose/model.ts';
import type { StartCourse } from './service-driver.ts';
import { untilAborted } from './until-aborted.ts';

/** A service that can be brought up, and what others may wait for. */
export interface StartableService {
  readonly started: { readonly promise: Promise<void> };
  readonly ready: { readonly promise: Promise<void> };
  /** Settles when a job has ended with exit code 0. */
  readonly completed: { readonly promise: Promise<void> };
  /** Prepares, starts and waits until the service is ready. */
  start(signal: AbortSignal): Promise<void>;
}

/** A service as it is described, and the thing that runs it. */
export interface DescribedService {
  readonly service: ComposeService;
  readonly runner: StartableService;
}

/** Brings all services up at the same time, each once what it depends on has come as far as it asks for. */
export async function bringUpInOrder(
  described: ReadonlyMap<string, DescribedService>,
  course: StartCourse,
): Promise<void> {
  const { signal } = course;
  const bringUp = async ({ service, runner }: DescribedService): Promise<void> => {
    await untilAborted(Promise.all(conditionsOf(service, described)), signal);
    await runner.start(signal);
  };
  const up = [...described.values()].map(async (one) => {
    try {
      await bringUp(one);
    } catch (error) {
      course.fault(error);
    }
  });
  await Promise.all(up);
  signal.throwIfAborted();
}

function conditionsOf(
  { dependsOn }: ComposeService,
  described: ReadonlyMap<string, DescribedService>,
): Promise<void>[] {
  return [...dependsOn].flatMap(([name, { condition }]) => {
    const dependency = described.get(name)?.runner;
    if (dependency === undefined) return [];
    switch (condition) {
      case 'service_started':
        return [dependency.started.promise];
      case 'service_healthy':
        return [dependency.ready.promise];
      case 'service_completed_successfully':
        return [dependency.completed.promise];
      default:
        return condition satisfies never;
    }
  });
}
