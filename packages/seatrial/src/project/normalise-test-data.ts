import type { ConfigFile } from './config-schema.ts';
import type { JsonDocument, JsonPath } from './json-document.ts';
import type { ListedFixture, ResetWish } from './test-data.ts';

type RawTrial = NonNullable<ConfigFile['trial']>;

/** `trial.fixtures` and `trial.reset` in one form, with the places where they stand. */
export function normaliseTestData(
  trial: RawTrial | undefined,
  document: JsonDocument | null,
): {
  readonly fixtures: readonly ListedFixture[];
  readonly missingFixtures: 'error' | 'warning';
  readonly reset: ResetWish;
} {
  const positionOf = (path: JsonPath): ListedFixture['source'] =>
    document?.positionOf(['trial', ...path]) ?? {
      file: '.session/config.json',
      line: 1,
      column: 1,
    };
  const { fixtures = [], reset = false } = trial ?? {};
  const isMap = typeof fixtures === 'object' && !Array.isArray(fixtures);
  const files = isMap ? (fixtures.files ?? []) : typeof fixtures === 'string' ? [] : fixtures;
  const warns = fixtures === 'warn' || (isMap && fixtures.missing === 'warn');
  return {
    fixtures: files.map((listed, index) => ({
      file: typeof listed === 'string' ? listed : listed.file,
      service: typeof listed === 'string' ? null : (listed.service ?? null),
      source: positionOf(['fixtures', ...(isMap ? ['files'] : []), index]),
    })),
    missingFixtures: warns ? 'warning' : 'error',
    reset: Array.isArray(reset)
      ? {
          form: 'services',
          services: reset.map((service, index) => ({
            service,
            source: positionOf(['reset', index]),
          })),
        }
      : { form: reset ? 'all' : 'none' },
  };
}
