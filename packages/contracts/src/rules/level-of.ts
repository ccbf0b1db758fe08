import type { Level } from '../diff/change.ts';
import type { Effect } from '../schema/schema-delta.ts';
import levels from './levels.json' with { type: 'json' };

const KNOWN: ReadonlyMap<string, Level> = new Map(
  (['ERR', 'WARN', 'INFO'] as const).flatMap((level) =>
    levels[level].map((id): [string, Level] => [id, level]),
  ),
);

/** The level that belongs to an id by the field's own table; undefined for an id of ours. */
export function knownLevel(id: string): Level | undefined {
  return KNOWN.get(id);
}

/**
 * Who breaks follows from what the change does to the set of valid values: a request may only be widened,
 * a response only be narrowed.
 */
export function levelByEffect(effect: Effect, direction: 'request' | 'response'): Level {
  switch (effect) {
    case 'narrows':
      return direction === 'request' ? 'ERR' : 'INFO';
    case 'widens':
      return direction === 'request' ? 'INFO' : 'ERR';
    case 'incomparable':
      return 'ERR';
    case 'unknown':
      return 'WARN';
    case 'none':
      return 'INFO';
    default:
      return effect satisfies never;
  }
}
