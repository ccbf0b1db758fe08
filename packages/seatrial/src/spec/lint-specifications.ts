import type { Diagnostic } from '../evidence/index.ts';
import { suggest } from '../evidence/index.ts';
import type { SpecificationsReading } from './read-specifications.ts';
import type { Specification } from './specification.ts';

/** What matching a required service against a Compose file takes of it. */
interface ComposeService {
  readonly name: string;
  readonly image: string | null;
}

/**
 * Everything that `spec lint` has to say of some specs, by file and line: what stands in the way of a
 * plan, and what a reader of the spec would miss.
 *
 * @param services - of the Compose file; null when the project has none, then services are not matched
 */
export function lintSpecifications(
  reading: SpecificationsReading,
  services: readonly ComposeService[] | null,
): readonly Diagnostic[] {
  const found = reading.specifications.flatMap((specification) => [
    ...specification.diagnostics,
    ...specification.remarks,
    ...(services === null ? [] : unmatchedServices(specification, services)),
  ]);
  return [...reading.diagnostics, ...found].toSorted(byPlace);
}

/** A required service is one of the Compose file's by its name, else by its image. */
function unmatchedServices(
  { file, sections }: Specification,
  services: readonly ComposeService[],
): readonly Diagnostic[] {
  const names = services.map(({ name }) => name);
  const images = new Set(
    services.flatMap(({ image }) => (image === null ? [] : [image, nameOf(image)])),
  );
  return (sections?.environmentRequirements?.services ?? [])
    .filter(({ image, reference }) => {
      return !names.includes(image) && !images.has(reference) && !images.has(nameOf(reference));
    })
    .map(({ image, reference, line, column }) => ({
      code: 'SPEC_SERVICE_UNMATCHED',
      severity: 'error',
      message: `no service of the Compose file has this name or image: ${reference}`,
      file,
      line,
      column,
      hint: suggest(image, names),
    }));
}

/** `docker.io/library/postgres:16@sha256:…` → `postgres`. */
function nameOf(reference: string): string {
  return reference
    .replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')
    .replace(/^(docker\.io\/)?(library\/)?/, '');
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  const files = (left.file ?? '').localeCompare(right.file ?? '', 'en');
  if (files !== 0) return files;
  return (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0);
}
