import { chooseCooker, type CookerChoice } from './choose-cooker.ts';
import type { ListedCooker } from './envelope.ts';

/** The cookers of the account, as far as the cloud has said. */
export class Account {
  readonly #wantedId: string | undefined;
  #typeById: Map<string, string> | undefined;

  constructor(wantedId: string | undefined) {
    this.#wantedId = wantedId;
  }

  /** Undefined until the cloud has named any cooker, or said that there is none. */
  get choice(): CookerChoice | undefined {
    return this.#typeById === undefined ? undefined : chooseCooker(this.#typeById, this.#wantedId);
  }

  list(cookers: readonly ListedCooker[]): void {
    this.#typeById = new Map(cookers.map(({ cookerId, type }) => [cookerId, type]));
  }

  add(cooker: ListedCooker): void {
    this.#typeById = new Map(this.#typeById).set(cooker.cookerId, cooker.type);
  }

  remove(cookerId: string): void {
    this.#typeById?.delete(cookerId);
  }

  /** A state may come from a cooker that was added without a word: those events are not reliably sent. */
  meet(cooker: ListedCooker): void {
    if (cooker.type !== '' && this.#typeById?.has(cooker.cookerId) !== true) this.add(cooker);
  }
}
