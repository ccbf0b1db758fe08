import type { ComposeModel } from '@seatrial/environment';

/** The services that no profile holds back, in the order of the file. */
export function enabledServices({ services, activeProfiles }: ComposeModel): readonly string[] {
  return [...services.values()]
    .filter(
      ({ profiles }) =>
        profiles.length === 0 || profiles.some((profile) => activeProfiles.includes(profile)),
    )
    .map(({ name }) => name);
}
