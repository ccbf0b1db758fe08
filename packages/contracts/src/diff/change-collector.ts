import type { ApiOperation } from '../api/api.ts';
import { isObject, pointerOf } from '../document/place.ts';
import { knownLevel, knownLevelWhenApiSends } from '../rules/level-of.ts';
import type { Change, OperationName, Told } from './change.ts';
import type { DiffOptions } from './options.ts';

/** Takes in changes as they are found, and gives each its level. */
export class ChangeCollector {
  readonly changes: Change[] = [];
  readonly options: DiffOptions;
  /** By what is told where in both documents: the same change reaches many operations through a shared schema. */
  readonly #shared = new Map<string, SharedChange>();

  constructor(options: DiffOptions) {
    this.options = options;
  }

  /** Notes a change of one operation. */
  add(operation: ApiOperation, told: Told): void {
    const { method, path, section, fields } = operation;
    const operationId = fields['operationId'];
    // The field has no names for what happens in callbacks; ours say that it is there.
    const id = section === 'callbacks' ? `callback-${told.id}` : told.id;
    const known = section === 'paths' ? knownLevel : knownLevelWhenApiSends;
    const level = told.level ?? known(told.id);
    this.#push(
      { ...told, id, level },
      {
        section,
        method,
        path: section === 'webhooks' ? `webhook:${path}` : path,
        operationId: typeof operationId === 'string' ? operationId : undefined,
      },
    );
  }

  /** Notes a change that belongs to no operation. */
  addToApi(section: Change['section'], told: Told, path = ''): void {
    this.#push(told, { section, method: '', path, operationId: undefined });
  }

  #push(told: Told, about: Pick<Change, 'section' | 'method' | 'path' | 'operationId'>): void {
    const { id, level, direction = 'none', where = '', from, to, base, revision } = told;
    const key = keyOf(told);
    if (this.options.expand !== true && this.#isKnown(key, about)) return;
    const alsoIn: OperationName[] = [];
    const change: Change = {
      id,
      level: this.options.levels?.[id] ?? level ?? knownLevel(id) ?? 'INFO',
      ...about,
      direction,
      where,
      from,
      to,
      base: present(base),
      revision: present(revision),
      alsoIn,
    };
    this.changes.push(change);
    if (about.method !== '') this.#shared.set(key, { change, alsoIn });
  }

  /** Adds the operation to a change that was told before. */
  #isKnown(key: string, { method, path }: Pick<Change, 'method' | 'path'>): boolean {
    const known = this.#shared.get(key);
    if (known === undefined) return false;
    const last = known.alsoIn.at(-1) ?? known.change;
    if (last.method !== method || last.path !== path) known.alsoIn.push({ method, path });
    return true;
  }
}

interface SharedChange {
  readonly change: Change;
  readonly alsoIn: OperationName[];
}

/** Clients and the API itself may send the same schema; what breaks one of them is not what breaks the other. */
function keyOf({ id, level, direction, base, revision, from, to }: Told): string {
  const places = [base, revision].map((place) =>
    place === undefined ? '' : `${place.document.uri}#${pointerOf(place)}`,
  );
  return JSON.stringify([id, level, direction, ...places, from, to]);
}

function present(place: Told['base']): Change['base'] {
  return place === undefined || (place.value === undefined && !isObject(place.parent?.value))
    ? undefined
    : place;
}
