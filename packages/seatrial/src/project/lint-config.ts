import type { Diagnostic } from '../evidence/index.ts';
import { suggest } from '../evidence/index.ts';
import { configJsonSchema } from './config-schema.ts';
import { formatJsonPath } from './json-document.ts';
import type { JsonDocument, JsonPath } from './json-document.ts';

/** Names that appear only in documentation; they are read, and said once. */
const ALIASES: Readonly<Record<string, string>> = {
  'quality_gates.test': 'quality_gates.test_execution',
  'quality_gates.lint': 'quality_gates.linting',
  'quality_gates.format': 'quality_gates.formatting',
  'quality_gates.security.severity': 'quality_gates.security.fail_on',
};

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

/** Warnings for keys that nothing reads, with the nearest one that something does, and for aliases. */
export function lintConfig(document: JsonDocument): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  walk(document.value, configJsonSchema(), []);
  return diagnostics;

  function walk(value: unknown, schema: SchemaNode, path: JsonPath): void {
    if (Array.isArray(value)) {
      const items = schema.items;
      if (items !== undefined) value.forEach((item, index) => walk(item, items, [...path, index]));
      return;
    }
    if (typeof value !== 'object' || value === null || schema.properties === undefined) return;
    for (const [key, inner] of Object.entries(value)) {
      const known = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
      if (known === undefined) warnOfUnknown([...path, key], Object.keys(schema.properties));
      else {
        warnOfAlias([...path, key]);
        walk(inner, known, [...path, key]);
      }
    }
  }

  function warnOfUnknown(path: JsonPath, known: readonly string[]): void {
    // The rules of a project are its own.
    if (path.includes('rules') || known.length === 0) return;
    diagnostics.push({
      code: 'CONFIG_UNKNOWN_KEY',
      severity: 'warning',
      message: `nothing reads ${formatJsonPath(path)}`,
      ...document.positionOfKey(path),
      hint: suggest(String(path.at(-1)), known),
    });
  }

  function warnOfAlias(path: JsonPath): void {
    const canonical = ALIASES[formatJsonPath(path)];
    if (canonical === undefined) return;
    diagnostics.push({
      code: 'CONFIG_ALIAS',
      severity: 'warning',
      message: `${formatJsonPath(path)} is an older name`,
      ...document.positionOfKey(path),
      hint: `write ${canonical}`,
    });
  }
}
