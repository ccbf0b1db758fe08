import type { YAMLException } from 'js-yaml';

import type { TreeProblem } from './source-tree.ts';
import { MAX_DEPTH } from './tree-builder.ts';

/** What the parser says, and what we say for it. */
const EXPLANATIONS: readonly (Pick<TreeProblem, 'message' | 'hint'> & {
  readonly reason: RegExp;
})[] = [
  {
    reason: /^tab characters/,
    message: 'a tab indents this line',
    hint: 'indent with spaces',
  },
  {
    reason: /within a flow collection/,
    message:
      'what a bracket begins has to be indented deeper than its key, and end with a ] or a }',
    hint: 'close the bracket',
  },
  {
    reason: /within a (?:single|double) quoted scalar/,
    message: 'a quote before this place is never closed',
    hint: 'close the quote',
  },
  {
    reason: /^deficient indentation/,
    message:
      'a quote or a bracket before this place is not closed, or this line is not indented deeper than its key',
    hint: 'close it, or indent the line',
  },
  {
    reason: /^missed comma/,
    message: 'a comma is missing before this place',
    hint: 'between brackets, put a key or a text that holds , : [ ] { or } in quotes',
  },
  {
    reason: /^nesting exceeded/,
    message: `nested deeper than ${String(MAX_DEPTH)} levels`,
  },
  {
    reason: /^unknown escape/,
    message: 'there is no such escape in double quotes',
    hint: 'write \\\\ for one backslash, or use single quotes',
  },
  {
    reason: /^end of the stream or/,
    message: 'this line fits nothing before it',
    hint: 'indent it as its neighbours are',
  },
];

/** A mistake in the YAML as a user can mend it. */
export function explainYamlError({ reason, mark }: YAMLException, text: string): TreeProblem {
  const at = Math.min(mark?.position ?? 0, text.length);
  return { code: 'SPEC_YAML_INVALID', ...explain(reason, at, text) };
}

function explain(reason: string, at: number, text: string): Omit<TreeProblem, 'code'> {
  if (reason.startsWith('bad indentation')) return explainRest(text, at);
  if (/^expected ':'|multiline key/.test(reason)) return explainKey(text, at);
  const tab = /[ \t]*\t[ \t]*$/.exec(text.slice(0, at));
  if (reason.startsWith('deficient') && tab !== null) {
    return { message: 'a tab stands here', at: tab.index, hint: 'use spaces' };
  }
  const known = EXPLANATIONS.find((explanation) => explanation.reason.test(reason));
  if (known === undefined) return { message: reason, at };
  const { message, hint } = known;
  return { message, at, ...(hint === undefined ? {} : { hint }) };
}

/** Among keys stands a text without a colon, which takes the lines below it for its own. */
function explainKey(text: string, at: number): Omit<TreeProblem, 'code'> {
  const before = text.slice(0, at).trimEnd();
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const indent = line.length - line.trimStart().length;
  const hint = 'end the key with a ":" and a blank';
  return {
    message: 'a ":" is missing here, or in the line before',
    at: before.length - line.length + indent,
    hint,
  };
}

/** A key or a value has ended, and something else stands behind it or deeper than it. */
function explainRest(text: string, at: number): Omit<TreeProblem, 'code'> {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const [begin = '', key] = /^[ \-?]*([^'"[{#\n]*?:[ \t]+)?/.exec(line) ?? [];
  const value = line.slice(begin.length);
  const sign = text.charAt(at);
  if (value === '') {
    return /[@`%]/.test(sign)
      ? { message: `no text begins with ${sign}`, at, hint: 'put it in quotes' }
      : {
          message: 'this line is indented otherwise than those before it',
          at,
          hint: 'indent it as its neighbours are',
        };
  }
  if (sign !== ':') {
    return {
      message: 'nothing may follow here',
      at,
      hint: 'take it out, or put the whole value in quotes',
    };
  }
  if (key === undefined) return explainKey(text, at);
  const hint = 'put the value in quotes when it holds ": "';
  return { message: 'a second key stands in this line', at: at - value.length, hint };
}
