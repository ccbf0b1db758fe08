import type { DescribedChange } from './describe-changes.ts';

/** The operation or the part of the API that a change belongs to. */
export function nameOf({ method, path, section }: DescribedChange): string {
  if (method !== '') return `${method} ${path}`;
  return path === '' ? section : `${section} ${path}`;
}
