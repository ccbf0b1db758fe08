import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Diagnostic, SourcePosition } from '../evidence/index.ts';
import { pathExists, readTextFile } from '../project/index.ts';
import type { WorkItem } from '../project/index.ts';
import { parseSpecification } from './parse-specification.ts';
import type { Specification } from './specification.ts';
import { withStructuredScenarios } from './structured-scenarios.ts';

const SPECS_FOLDER = '.session/specs';

/** What reading the specs of a project takes of it. */
interface SpecificationSource {
  readonly root: string;
  readonly workItems: readonly WorkItem[];
}

export interface SpecificationsReading {
  /** Sorted by file. */
  readonly specifications: readonly Specification[];
  /** Of the files together: one that is missing, an id that stands in two. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `.session/specs/*.md` and every `spec_file` that a work item names elsewhere. */
export async function readSpecifications(
  project: SpecificationSource,
): Promise<SpecificationsReading> {
  const owners = new Map<string, WorkItem>();
  for (const item of project.workItems) {
    if (!owners.has(item.specFile)) owners.set(item.specFile, item);
  }
  const files = [...new Set([...(await specsOf(project.root)), ...owners.keys()])].toSorted();
  const read = await Promise.all(
    files.map(async (file) => ({ file, text: await readTextFile(join(project.root, file)) })),
  );
  const specifications: Specification[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { file, text } of read) {
    const owner = owners.get(file);
    if (text === null) diagnostics.push(...missing(file, owner));
    else {
      const origin = { file, workItem: owner?.id ?? null, type: owner?.type ?? null };
      specifications.push(withStructuredScenarios(parseSpecification(text, origin), owner));
    }
  }
  diagnostics.push(
    ...duplicates(specifications),
    ...(await missingProofs(project.root, specifications)),
  );
  return { specifications, diagnostics };
}

async function specsOf(root: string): Promise<readonly string[]> {
  const folder = join(root, SPECS_FOLDER);
  if (!(await pathExists(folder))) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.name.toLowerCase().endsWith('.md') && !entry.isDirectory())
    .map((entry) => `${SPECS_FOLDER}/${entry.name}`);
}

/** A spec that open work names must exist; one that was only derived from an id, or is done, may be gone. */
function missing(file: string, owner: WorkItem | undefined): readonly Diagnostic[] {
  if (owner === undefined) return [];
  const isNeeded = owner.specFileNamed && owner.status !== 'completed';
  return [
    {
      code: 'SPEC_FILE_MISSING',
      severity: isNeeded ? 'error' : 'warning',
      message: `the spec of work item ${owner.id} does not exist`,
      file: '.session/tracking/work_items.json',
      line: owner.line,
      column: owner.column,
      expected: file,
      hint: 'write it, or correct spec_file',
    },
  ];
}

function duplicates(specifications: readonly Specification[]): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const scenarios = new Map<string, SourcePosition>();
  for (const specification of specifications) {
    const own = new Set<string>();
    for (const { id, source } of specification.scenarios) {
      const first = scenarios.get(id);
      // Two in one file are the file's own diagnostic.
      if (first !== undefined && !own.has(id))
        diagnostics.push(twice('scenario', id, source, first));
      own.add(id);
      scenarios.set(id, first ?? source);
    }
  }
  const requirements = new Map<string, SourcePosition>();
  for (const { id, source } of specifications.flatMap((one) => one.requirements)) {
    const first = requirements.get(id) ?? scenarios.get(id);
    if (first !== undefined) diagnostics.push(twice('requirement', id, source, first));
    requirements.set(id, first ?? source);
  }
  return diagnostics;
}

function twice(
  what: 'scenario' | 'requirement',
  id: string,
  { file, line, column }: SourcePosition,
  first: SourcePosition,
): Diagnostic {
  return {
    code: 'SPEC_DUPLICATE_ID',
    // The first declaration of a requirement counts; a scenario has to be one check.
    severity: what === 'scenario' ? 'error' : 'warning',
    message: `${what} ${id} is declared twice, first in ${first.file}:${first.line}`,
    file,
    line,
    column,
    hint: 'give one of them another id',
  };
}

async function missingProofs(
  root: string,
  specifications: readonly Specification[],
): Promise<readonly Diagnostic[]> {
  const proofs = specifications.flatMap(({ scenarios }) =>
    scenarios.flatMap(({ evidence }) => (evidence.form === 'proof' ? [evidence] : [])),
  );
  const paths = new Set(proofs.map(({ path }) => path));
  const absent = new Set<string>();
  await Promise.all(
    [...paths].map(async (path) => {
      if (!(await pathExists(join(root, path)))) absent.add(path);
    }),
  );
  return proofs
    .filter(({ path }) => absent.has(path))
    .map(({ path, source }) => ({
      code: 'SPEC_PROOF_FILE_MISSING',
      severity: 'error',
      message: `this proof names a file that does not exist: ${path}`,
      ...source,
      hint: 'the path is relative to the root of the project',
    }));
}
