import { readFileSync } from 'node:fs';

import { parseSpecification } from '../../src/spec/index.ts';
import type { Scenario, Specification } from '../../src/spec/index.ts';

/** A fixture, read as a file nobody owns. */
export function readFixture(name: string): Specification {
  const text = readFileSync(new URL(`../fixtures/spec/${name}.md`, import.meta.url), 'utf8');
  return readSpec(text, `.session/specs/${name}.md`);
}

export function readSpec(text: string, file = 'spec.md'): Specification {
  return parseSpecification(text, { file, workItem: null, type: null });
}

/** The scenario with an id; a test that asks for one that is not there fails here. */
export function scenarioOf(specification: Specification, id: string): Scenario {
  const found = specification.scenarios.find((scenario) => scenario.id === id);
  if (found === undefined) throw new Error(`no scenario ${id}`);
  return found;
}
