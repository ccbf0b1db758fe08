import type { Api } from '../api/api.ts';
import type { Place } from '../document/place.ts';
import { child } from '../document/place.ts';
import type { ChangeCollector } from './change-collector.ts';

/** Judges `info.version` against what was found, as semantic versioning asks; other versions are left alone. */
export function judgeVersion(base: Api, revision: Api, collector: ChangeCollector): void {
  const before = parse(base.version);
  const after = parse(revision.version);
  if (before === undefined || after === undefined) return;
  const id = verdict(before, after, collector);
  if (id === undefined) return;
  collector.addToApi('info', {
    id,
    base: versionOf(base),
    revision: versionOf(revision),
    from: base.version,
    to: revision.version,
  });
}

type Version = readonly [major: number, minor: number, patch: number];

function parse(version: string): Version | undefined {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?$/.exec(version) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  return [Number(major), Number(minor), Number(patch)];
}

function verdict(
  before: Version,
  after: Version,
  { changes }: ChangeCollector,
): string | undefined {
  const order = compare(before, after);
  if (order > 0) return 'api-version-decreased';
  const breaks = changes.some(({ level }) => level === 'ERR');
  if (order === 0) return breaks ? 'api-version-not-bumped' : undefined;
  return breaks && after[0] === before[0] ? 'api-major-version-not-bumped' : undefined;
}

function compare(before: Version, after: Version): number {
  const differing = before.findIndex((part, index) => part !== after[index]);
  return differing === -1 ? 0 : (before[differing] ?? 0) - (after[differing] ?? 0);
}

function versionOf({ place }: Api): Place {
  return child(child(place, 'info'), 'version');
}
