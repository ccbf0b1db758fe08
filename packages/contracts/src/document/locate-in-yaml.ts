import { EVENT_ID, getScalarValue, parseEvents } from 'js-yaml';
import type { Event } from 'js-yaml';

/** Offsets of the members at some JSON pointers, of their keys where they have one. The text has to be valid YAML. */
export function locateInYaml(text: string, pointers: ReadonlySet<string>): Map<string, number> {
  const found = new Map<string, number>();
  new EventWalker(text, pointers, found).walk();
  return found;
}

class EventWalker {
  readonly #text: string;
  readonly #pointers: ReadonlySet<string>;
  readonly #found: Map<string, number>;
  readonly #events: readonly Event[];
  #index = 0;

  constructor(text: string, pointers: ReadonlySet<string>, found: Map<string, number>) {
    this.#text = text;
    this.#pointers = pointers;
    this.#found = found;
    this.#events = parseEvents(text, {});
  }

  walk(): void {
    const first = this.#take();
    if (first?.type === EVENT_ID.DOCUMENT) this.#value('', undefined);
  }

  #take(): Event | undefined {
    const event = this.#events[this.#index];
    this.#index += 1;
    return event;
  }

  /** Reads one value; undefined as its pointer skips over it. */
  #value(pointer: string | undefined, keyAt: number | undefined): void {
    const event = this.#take();
    if (event === undefined) return;
    const wanted = pointer !== undefined && this.#pointers.has(pointer) ? pointer : undefined;
    if (wanted !== undefined) this.#found.set(wanted, keyAt ?? startOf(event));
    if (event.type === EVENT_ID.MAPPING) this.#members(wanted);
    else if (event.type === EVENT_ID.SEQUENCE) this.#items(wanted);
  }

  #members(pointer: string | undefined): void {
    while (!this.#isAtEnd()) {
      const key = this.#events[this.#index];
      this.#value(undefined, undefined);
      if (pointer === undefined || key?.type !== EVENT_ID.SCALAR) {
        this.#value(undefined, undefined);
        continue;
      }
      const name = getScalarValue(this.#text, key).replaceAll('~', '~0').replaceAll('/', '~1');
      this.#value(`${pointer}/${name}`, key.valueStart);
    }
    this.#index += 1;
  }

  #items(pointer: string | undefined): void {
    for (let index = 0; !this.#isAtEnd(); index += 1) {
      this.#value(pointer === undefined ? undefined : `${pointer}/${index}`, undefined);
    }
    this.#index += 1;
  }

  #isAtEnd(): boolean {
    const event = this.#events[this.#index];
    return event === undefined || event.type === EVENT_ID.POP;
  }
}

function startOf(event: Event): number {
  if (event.type === EVENT_ID.SCALAR) return event.valueStart;
  if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) return event.start;
  return event.type === EVENT_ID.ALIAS ? event.anchorStart : 0;
}
