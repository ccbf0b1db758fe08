import type { SourcePosition } from '../evidence/index.ts';

/** A fixture where a spec or the config lists it. */
export interface ListedFixture {
  /** From the project's root. */
  readonly file: string;
  /** Whose store it is for; null when only one service can be meant. */
  readonly service: string | null;
  readonly source: SourcePosition;
}

/** What goes back to the state after the fixtures before a scenario. */
export type ResetWish =
  | { readonly form: 'none' }
  | { readonly form: 'all' }
  | {
      readonly form: 'services';
      readonly services: readonly { readonly service: string; readonly source: SourcePosition }[];
    };
