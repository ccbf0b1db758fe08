import { isAbsolute } from 'node:path';

import type { Holding } from './holding.ts';
import { RECORD_VERSION } from './holding.ts';

/** A record, or why it cannot be one. */
export type ParsedHolding =
  | { readonly holding: Holding }
  | { readonly holding: undefined; readonly problem: string };

/** Reads the text of a record; whatever is not exactly what this version writes is a problem and no guess. */
export function parseHolding(text: string): ParsedHolding {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return unreadable(`it is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(value)) return unreadable('it is no object');
  if (value['version'] !== RECORD_VERSION) {
    return unreadable(
      `it has version ${JSON.stringify(value['version'])}, this Seatrial knows ${RECORD_VERSION}`,
    );
  }
  const wrong = Object.entries(SHAPE).find(([name, holds]) => !holds(value[name]));
  if (wrong !== undefined) return unreadable(`"${wrong[0]}" is not what it should be`);
  // SHAPE has looked at everything that is acted upon.
  return { holding: value as unknown as Holding };
}

const SHAPE: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: isText,
  mark: (value) => isText(value) && /^[0-9a-f]{9}$/.test(value),
  space: (value) =>
    isObject(value) &&
    isText(value['host']) &&
    isTextOrNull(value['bootId']) &&
    isTextOrNull(value['pidNamespace']),
  holder: isIdentity,
  reaper: (value) => value === null || isIdentity(value),
  startedAt: (value) => isText(value) && !Number.isNaN(Date.parse(value)),
  project: isText,
  command: isTexts,
  paths: (value) => isTexts(value) && value.every((path) => isAbsolute(path)),
  dockerProjects: (value) =>
    Array.isArray(value) &&
    value.every(
      (one) =>
        isObject(one) &&
        isText(one['project']) &&
        isObject(one['env']) &&
        Object.values(one['env']).every(isText),
    ),
  environments: (value) =>
    Array.isArray(value) &&
    value.every(
      (one) => isObject(one) && isText(one['directory']) && Array.isArray(one['services']),
    ),
};

function unreadable(problem: string): ParsedHolding {
  return { holding: undefined, problem };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

function isIdentity(value: unknown): boolean {
  return isObject(value) && Number.isInteger(value['pid']) && isTextOrNull(value['startTicks']);
}
