import type { ContractDocument } from './place.ts';
import { isObject } from './place.ts';

/** Whether schemas are those of JSON Schema 2020-12, as since OpenAPI 3.1. */
export function hasModernSchemas({ root }: ContractDocument): boolean {
  return isObject(root) && /^3\.[1-9]/.test(String(root['openapi']));
}
