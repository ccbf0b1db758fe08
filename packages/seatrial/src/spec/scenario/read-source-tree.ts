import { readAnyYaml } from './read-any-yaml.ts';
import { readPlainYaml } from './read-plain-yaml.ts';
import type { SourceTree } from './source-tree.ts';

/**
 * Reads one YAML 1.2 document (core schema). Never throws.
 *
 * Nearly every block is written in a small part of YAML, which is read here ten times as fast; all else, and
 * every mistake, goes to the full parser, so that both give one answer.
 */
export function readSourceTree(text: string): SourceTree {
  const root = readPlainYaml(text);
  return root === null ? readAnyYaml(text) : { root, problems: [] };
}
