/** A scenario block that is refused, how, where, and with which hint. */
export interface BadBlock {
  readonly text: string;
  readonly code: string;
  /** `line:column` in the block. */
  readonly place: string;
  /** Found in the message, what was expected and seen, or the hint. */
  readonly says: RegExp;
  /** What no JSON Schema can say: other keys of the block, or a grammar of its own. */
  readonly beyondSchema?: true;
}
