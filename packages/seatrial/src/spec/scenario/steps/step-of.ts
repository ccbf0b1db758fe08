import type { Step } from '../block.ts';
import type { Reader } from '../reader.ts';
import { didYouMean } from '../reader.ts';
import type { Shape } from '../shape.ts';
import type { MapEntry, TreeNode } from '../source-tree.ts';
import { describeNode } from '../source-tree.ts';

/** A step of one of these kinds; the key that names its kind decides how the rest is read. */
export function stepOf<Of extends Step>(kinds: Readonly<Record<string, Shape<Of>>>): Shape<Of> {
  const names = Object.keys(kinds);
  return {
    schema: { oneOf: names.map((kind) => kinds[kind]?.schema) },
    read: (node, reader) => {
      const [kind, second] = kindsIn(node, names);
      const shape = kind === undefined ? undefined : kinds[kind.key];
      if (shape === undefined || second !== undefined) {
        complainKind(node, reader, { names, second });
        return undefined;
      }
      return shape.read(node, reader);
    },
  };
}

function kindsIn(node: TreeNode, names: readonly string[]): readonly MapEntry[] {
  return node.kind === 'map' ? node.entries.filter(({ key }) => names.includes(key)) : [];
}

function complainKind(
  node: TreeNode,
  reader: Reader,
  found: { readonly names: readonly string[]; readonly second: MapEntry | undefined },
): void {
  const { names, second } = found;
  const expected = `one of ${names.join(', ')}`;
  if (second !== undefined) {
    reader.complain(second.keyAt, {
      code: 'SPEC_CONFLICTING_KEYS',
      message: 'a step does one thing',
      expected,
      seen: describeNode(node),
      hint: `begin a new step with "- ${second.key}:"`,
    });
    return;
  }
  const guesses = node.kind === 'map' ? node.entries.map(({ key }) => didYouMean(key, names)) : [];
  reader.complain(node.at, {
    code: 'SPEC_UNKNOWN_STEP',
    message: 'this is not a step',
    expected: `a map with ${expected}`,
    seen: describeNode(node),
    hint: guesses.find((guess) => guess !== undefined),
  });
}
