import type { ComposeService } from '../compose/model.ts';

/** Whether a service's end with exit code 0 is what is waited for, is no fault, or is one. */
export type EndsByItself = 'expected' | 'allowed' | 'never';

/** A service that others wait for to complete is a job; one that nobody can reach may be one. */
export function endsByItself(
  service: ComposeService,
  image: { readonly ports: readonly number[]; readonly hasHealthcheck: boolean },
  all: readonly ComposeService[],
): EndsByItself {
  const isAwaited = all.some(
    ({ dependsOn }) => dependsOn.get(service.name)?.condition === 'service_completed_successfully',
  );
  if (isAwaited) return 'expected';
  const isReachable = service.ports.length + service.expose.length + image.ports.length > 0;
  const staysUp = service.restart === 'always' || service.restart === 'unless-stopped';
  return isReachable || staysUp || image.hasHealthcheck ? 'never' : 'allowed';
}
