import type { Place } from '../document/place.ts';
import { compareOperations } from './compare-operations.ts';
import type { Comparison } from './comparison.ts';
import type { OperationPair } from './comparison.ts';
import { tellAdded } from './tell-endpoints.ts';

/** Compares what the API calls back: there the API is the client, so request and response change sides. */
export function compareCallbacks({ base, revision }: OperationPair, comparison: Comparison): void {
  const { collector } = comparison;
  const tellGone = (place: Place, from: string): void =>
    collector.add(revision, { id: 'callback-removed', level: 'WARN', base: place, from });
  for (const [name, path] of base.callbacks) {
    const other = revision.callbacks.get(name);
    if (other === undefined) {
      tellGone(path.place, name);
      continue;
    }
    for (const [method, operation] of path.operations) {
      const counterpart = other.operations.get(method);
      if (counterpart === undefined) tellGone(operation.place, `${method} ${name}`);
      else compareOperations(operation, counterpart, comparison);
    }
    for (const [method, operation] of other.operations) {
      if (!path.operations.has(method)) tellAdded(operation, collector);
    }
  }
  for (const [name, path] of revision.callbacks) {
    if (base.callbacks.has(name)) continue;
    collector.add(revision, { id: 'callback-added', revision: path.place, to: name });
  }
}
