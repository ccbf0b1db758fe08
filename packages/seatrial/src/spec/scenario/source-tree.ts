/** What YAML leaves once only its meaning counts: plain data in which every part knows its place. */
export type TreeNode = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: 'map';
  /** Offset of the first character in the block's text. */
  readonly at: number;
  readonly entries: readonly MapEntry[];
}
export interface MapEntry {
  readonly key: string;
  readonly keyAt: number;
  readonly value: TreeNode;
}
export interface ListNode {
  readonly kind: 'list';
  readonly at: number;
  readonly items: readonly TreeNode[];
}
export interface ScalarNode {
  readonly kind: 'scalar';
  readonly at: number;
  readonly value: string | number | boolean | null;
  /** The characters of a plain scalar as written, so that `0123` need not become 123. */
  readonly text: string;
}

/** Something wrong with the YAML itself. */
export interface TreeProblem {
  readonly code: 'SPEC_YAML_INVALID' | 'SPEC_DUPLICATE_KEY';
  readonly message: string;
  readonly at: number;
  readonly hint?: string;
}

export interface SourceTree {
  /** Null when the text holds nothing, or is broken. */
  readonly root: TreeNode | null;
  readonly problems: readonly TreeProblem[];
}

/** The plain data of a node. */
export function toValue(node: TreeNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toValue);
    case 'map':
      // `fromEntries` defines own properties, so a key `__proto__` is only a key.
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, toValue(value)]));
    default:
      return node satisfies never;
  }
}

/** The value under a key, when a map has it. */
export function entryOf(node: TreeNode, key: string): MapEntry | undefined {
  return node.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined;
}

/** Names what a node is, for "expected …, got …". */
export function describeNode(node: TreeNode): string {
  if (node.kind === 'list') return `a list of ${String(node.items.length)}`;
  if (node.kind === 'map') {
    const keys = node.entries.map(({ key }) => key);
    const shown = keys.slice(0, 4).join(', ');
    return keys.length === 0
      ? 'an empty map'
      : `a map with ${shown}${keys.length > 4 ? ', …' : ''}`;
  }
  if (node.value === null) return 'nothing';
  const text = JSON.stringify(node.value);
  const kind = typeof node.value === 'string' ? 'the text' : `the ${typeof node.value}`;
  return `${kind} ${text.length > 60 ? `${text.slice(0, 57)}…` : text}`;
}
