import { YAMLException, parseEvents } from 'js-yaml';
import type { Event } from 'js-yaml';

import { explainYamlError } from './explain-yaml-error.ts';
import type { SourceTree } from './source-tree.ts';
import { MAX_DEPTH, TreeBuilder } from './tree-builder.ts';

/** Reads one YAML 1.2 document (core schema: no `yes`, no `on`, no octal surprises). Never throws. */
export function readSourceTree(text: string): SourceTree {
  const inserted: number[] = [];
  let edited = text;
  for (;;) {
    const result = parse(edited);
    if (!(result instanceof YAMLException))
      return new TreeBuilder(edited, result, inserted).build();
    const at = result.mark?.position ?? 0;
    const isShallow = result.reason === 'deficient indentation' && /[}\]]/.test(edited.charAt(at));
    if (!isShallow || inserted.at(-1) === at - 1) {
      const problem = explainYamlError(result, edited);
      return { root: null, problems: [{ ...problem, at: problem.at - inserted.length }] };
    }
    // Everybody ends `key: {` with a bracket below the key; by the letter of YAML it stands one column too far left.
    inserted.push(at);
    edited = `${edited.slice(0, at)} ${edited.slice(at)}`;
  }
}

function parse(text: string): readonly Event[] | YAMLException {
  try {
    return parseEvents(text, { maxDepth: MAX_DEPTH + 1 });
  } catch (error) {
    if (error instanceof YAMLException) return error;
    throw error;
  }
}
