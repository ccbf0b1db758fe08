import { locateInJson } from './locate-in-json.ts';
import { locateInYaml } from './locate-in-yaml.ts';
import type { ContractDocument, Place } from './place.ts';
import { pointerOf } from './place.ts';
import type { Position } from './position.ts';

/** Where the lines of a document begin; several locators ask. */
const LINES = new WeakMap<ContractDocument, readonly number[]>();

/** Finds the lines of places; reads each document once more, and only if somebody asks. */
export class Locator {
  readonly #positions = new Map<ContractDocument, ReadonlyMap<string, number>>();

  /** Announces places that will be asked for, so that a document is read once for all of them. */
  prepare(places: Iterable<Place>): void {
    const wanted = new Map<ContractDocument, Set<string>>();
    for (const place of places) {
      const pointers = wanted.get(place.document) ?? new Set<string>();
      wanted.set(place.document, pointers);
      for (const pointer of wayTo(pointerOf(place))) pointers.add(pointer);
    }
    for (const [document, pointers] of wanted) {
      const find = document.format === 'json' ? locateInJson : locateInYaml;
      this.#positions.set(document, find(document.text, pointers));
    }
  }

  /** Where a place stands, or the nearest thing around it that stands somewhere. */
  locate(place: Place): Position {
    if (!this.#positions.has(place.document)) this.prepare([place]);
    const offsets = this.#positions.get(place.document);
    const found = wayTo(pointerOf(place)).find((pointer) => offsets?.has(pointer) === true);
    return this.#toPosition(place.document, found === undefined ? 0 : (offsets?.get(found) ?? 0));
  }

  #toPosition(document: ContractDocument, offset: number): Position {
    const lines = LINES.get(document) ?? lineStarts(document.text);
    LINES.set(document, lines);
    let low = 0;
    let high = lines.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((lines[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (lines[low] ?? 0) + 1 };
  }
}

/** A pointer and those of all that it stands in, from the inside out. */
function wayTo(pointer: string): string[] {
  const way = [pointer];
  for (let at = pointer; at !== '';) {
    at = at.slice(0, at.lastIndexOf('/'));
    way.push(at);
  }
  return way;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
