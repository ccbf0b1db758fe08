import type { Project } from '../project/index.ts';
import type { ListedFixture, ResetWish } from '../project/test-data.ts';
import type { Scenario, Specification } from '../spec/index.ts';
import type { PlannedCheck } from './plan.ts';

/**
 * The fixtures of the config, then those of each spec that has a check to carry out; a file that is listed twice for the
 * same service is applied once, where it comes first.
 */
export function planFixtures(
  project: Project,
  chosen: readonly Specification[],
  own: readonly PlannedCheck[],
): readonly ListedFixture[] {
  const files = new Set(own.map(({ description }) => description.source.file));
  // An older key of the house that switches the fixtures of specs off.
  const areWanted = project.config.gates.integrationTests.testDataFixtures;
  const ofSpecs = chosen
    .filter(({ file }) => areWanted && files.has(file))
    .flatMap(({ file, sections }) =>
      (sections?.environmentRequirements?.fixtures ?? []).map(
        ({ file: path, service, line, column }): ListedFixture => ({
          file: path,
          service,
          source: { file, line, column },
        }),
      ),
    );
  const planned: ListedFixture[] = [];
  for (const fixture of [...project.config.trial.fixtures, ...ofSpecs]) {
    if (!planned.some((other) => isSame(fixture, other))) planned.push(fixture);
  }
  return planned;
}

/** Where one does not say for which service it is, there is only one that it can be for. */
function isSame(one: ListedFixture, other: ListedFixture): boolean {
  const isForSame = one.service === null || other.service === null || one.service === other.service;
  return one.file === other.file && isForSame;
}

/** The scenario's own word counts first, then its file's, then the config's. */
export function resetOf(
  { background }: Specification,
  { evidence }: Scenario,
  configured: ResetWish,
): ResetWish {
  // What a suite's tests have shown is not shown again by a reset.
  if (evidence.form !== 'steps') return { form: 'none' };
  return evidence.block.reset ?? background?.reset ?? configured;
}
