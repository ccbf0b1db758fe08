import type { Api, SecurityRequirement } from '../api/api.ts';
import { child } from '../document/place.ts';
import { missing } from '../schema/compare-values.ts';
import type { ChangeCollector } from './change-collector.ts';
import type { Told } from './change.ts';
import type { OperationPair } from './comparison.ts';

/** Compares what an operation itself asks for. */
export function compareSecurity(
  { base, revision }: OperationPair,
  collector: ChangeCollector,
): void {
  const places = {
    base: child(base.place, 'security'),
    revision: child(revision.place, 'security'),
  };
  compareRequirements(base.security ?? [], revision.security ?? [], (action, told) =>
    collector.add(revision, {
      id: `api-security-${action}`,
      ...places,
      ...told,
      ...levelOf(action),
    }),
  );
}

/** Compares what the API asks for wherever an operation says nothing else. */
export function compareGlobalSecurity(base: Api, revision: Api, collector: ChangeCollector): void {
  const places = {
    base: child(base.place, 'security'),
    revision: child(revision.place, 'security'),
  };
  compareRequirements(base.security, revision.security, (action, told) =>
    collector.addToApi('security', {
      id: `api-global-security-${action}`,
      ...places,
      ...told,
      ...levelOf(action),
    }),
  );
}

/** The field has no name for this one, so it has no level of its own. */
function levelOf(action: string): Pick<Told, 'level'> {
  return action === 'became-required' ? { level: 'ERR' } : {};
}

type Tell = (action: string, told: Pick<Told, 'from' | 'to'>) => void;

function compareRequirements(
  base: readonly SecurityRequirement[],
  revision: readonly SecurityRequirement[],
  tell: Tell,
): void {
  const others = [...revision];
  const take = (fits: (other: SecurityRequirement) => boolean): SecurityRequirement | undefined => {
    const index = others.findIndex(fits);
    return index === -1 ? undefined : others.splice(index, 1)[0];
  };
  // The same schemes may be listed several times, with other scopes each.
  const unmatched = base.filter(
    (one) => take((other) => sayScopes(other) === sayScopes(one)) === undefined,
  );
  for (const one of unmatched) {
    const names = namesOf(one);
    const other = take((candidate) => namesOf(candidate) === names);
    if (other !== undefined) compareScopes(one, other, tell);
    else if (names !== '') tell('removed', { from: names });
  }
  for (const one of others) if (one.size > 0) tell('added', { to: namesOf(one) });
  compareNeed(base, revision, tell);
}

/** An empty requirement beside others says that nothing need be shown. */
function compareNeed(
  base: readonly SecurityRequirement[],
  revision: readonly SecurityRequirement[],
  tell: Tell,
): void {
  const isNamed = [base, revision].every((list) => list.some(({ size }) => size > 0));
  if (!isNamed) return;
  const [was, is] = [base, revision].map((list) => list.some(({ size }) => size === 0));
  if (was !== is) tell(is === true ? 'became-optional' : 'became-required', {});
}

function compareScopes(base: SecurityRequirement, revision: SecurityRequirement, tell: Tell): void {
  for (const [scheme, scopes] of base) {
    const others = revision.get(scheme) ?? [];
    for (const scope of missing(others, scopes))
      tell('scope-added', { to: `${scheme}: ${String(scope)}` });
    for (const scope of missing(scopes, others))
      tell('scope-removed', { from: `${scheme}: ${String(scope)}` });
  }
}

function namesOf(requirement: SecurityRequirement): string {
  return [...requirement.keys()].toSorted().join(' + ');
}

function sayScopes(requirement: SecurityRequirement): string {
  const all = [...requirement].map(([name, scopes]) => `${name}: ${scopes.toSorted().join(', ')}`);
  return all.toSorted().join(' + ');
}
