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

/**
 * Where the API is the one who sends, in webhooks and callbacks: what it always sends from now on breaks nobody, what it
 * may leave out does. Only ids are listed whose level is another one there.
 */
const WHEN_THE_API_SENDS: Readonly<Record<string, Level>> = {
  'new-required-request-default-parameter-to-existing-path': 'INFO',
  'new-required-request-parameter': 'INFO',
  'request-body-added-required': 'INFO',
  'request-body-became-optional': 'ERR',
  'request-body-became-required': 'INFO',
  'request-body-media-type-added': 'ERR',
  'request-body-media-type-removed': 'INFO',
  'request-parameter-became-optional': 'ERR',
  'request-parameter-became-required': 'INFO',
  'response-header-became-optional': 'INFO',
  'response-header-became-required': 'ERR',
};

/** The level of an id in a webhook or a callback. */
export function knownLevelWhenApiSends(id: string): Level | undefined {
  return WHEN_THE_API_SENDS[id] ?? knownLevel(id);
}
