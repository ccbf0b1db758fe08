import type { Requirement } from '../evidence/index.ts';
import type { WorkItemType } from '../project/index.ts';
import { Complaints } from './complaints.ts';
import { checkClosed, fenceKind, fenceOrigin } from './fences.ts';
import { finishScenario } from './finish-scenario.ts';
import { leadingId, numberedScenario, numberedScenarioId } from './ids.ts';
import { headingLabel } from './labels.ts';
import type { Code, Section } from './markdown.ts';
import { codesIn, sectionsOf } from './markdown.ts';
import { parseMarkdown } from './markdown/parse-markdown.ts';
import { isInRequirements, requirementsIn } from './read-requirements.ts';
import { ScenarioDraft } from './scenario-draft.ts';
import type { Background } from './scenario/block.ts';
import { parseBackgroundBlock } from './scenario/index.ts';
import { readSections } from './sections/read-sections.ts';
import { readTitle } from './spec-title.ts';
import type { Specification } from './specification.ts';

export interface SpecificationOrigin {
  /** Relative to the project root, with forward slashes. */
  readonly file: string;
  readonly workItem: string | null;
  /** Of the work item; null when none points at the file or its type is not known. */
  readonly type: WorkItemType | null;
}

/**
 * Reads one spec. Never throws: what is wrong with it stands in `diagnostics` (it cannot be planned) and
 * `remarks` (it can, but `spec lint` has something to say), each with line and column.
 *
 * A scenario is a heading of any level that begins with an id (`### INT-07 Title`), or a numbered one of
 * the templates (`### Scenario 3: Title`), whose id is made from the file's name: `<FILE>-S-3`. A block
 * belongs to the nearest such heading above it.
 */
export function parseSpecification(text: string, origin: SpecificationOrigin): Specification {
  const lines = linesOf(text);
  const complaints = new Complaints(origin.file);
  const sections = sectionsOf(parseMarkdown(lines));
  const gathered = gather(sections, complaints);
  const background = readBackground(gathered.backgrounds, lines, complaints);
  const context = { complaints, lines, background };
  const scenarios = gathered.drafts.map((draft) => finishScenario(draft, context));
  complainOfDuplicates(gathered.drafts, complaints);
  const { title, type, section } = readTitle(sections, origin.file);
  const remarks = new Complaints(origin.file);
  const ownType = origin.type ?? type;
  const structure = readSections(sections, {
    type: ownType,
    titleSection: section,
    scenarioCount: scenarios.length,
    remarks,
  });
  return {
    file: origin.file,
    title,
    type: ownType,
    workItem: origin.workItem,
    requirements: gathered.requirements,
    background,
    scenarios,
    sections: structure,
    diagnostics: complaints.diagnostics,
    remarks: remarks.diagnostics,
  };
}

/** Without a byte order mark, which some editors put before the first. */
function linesOf(text: string): readonly string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
}

interface Gathered {
  readonly drafts: readonly ScenarioDraft[];
  readonly requirements: readonly Requirement[];
  readonly backgrounds: readonly Code[];
}

/** One pass over the sections: each belongs to a scenario, to the requirements, or to neither. */
function gather(sections: readonly Section[], complaints: Complaints): Gathered {
  const inRequirements = isInRequirements(sections);
  const drafts: ScenarioDraft[] = [];
  const requirements: Requirement[] = [];
  const backgrounds: Code[] = [];
  let draft: ScenarioDraft | null = null;
  let ordinal = 0;
  for (const [index, section] of sections.entries()) {
    const codes = codesIn(section.blocks);
    backgrounds.push(...codes.filter((code) => isBackground(code)));
    if (inRequirements[index] === true) {
      requirements.push(...requirementsIn(section, complaints.file));
      complainOfHomeless(codes, complaints);
      draft = null;
      continue;
    }
    const numbered = numberedScenario(section.heading);
    if (numbered !== null) ordinal += 1;
    const named = identify(section, { file: complaints.file, numbered, ordinal });
    if (named !== null) {
      draft = new ScenarioDraft({ ...named, ...section });
      drafts.push(draft);
    }
    if (draft === null) complainOfHomeless(codes, complaints);
    else enter(draft, section, named !== null);
  }
  return { drafts, requirements, backgrounds };
}

function identify(
  section: Section,
  context: {
    readonly file: string;
    readonly numbered: ReturnType<typeof numberedScenario>;
    readonly ordinal: number;
  },
): { readonly id: string; readonly title: string } | null {
  const { file, numbered, ordinal } = context;
  if (section.depth === 0) return null;
  const named = leadingId(section.heading);
  if (named !== null || numbered === null) return named;
  return { id: numberedScenarioId(file, numbered.number ?? ordinal), title: numbered.title };
}

function enter(draft: ScenarioDraft, section: Section, isOwnHeading: boolean): void {
  if (!isOwnHeading) {
    // Under a heading of higher rank the prose is no longer the scenario's; a block still is.
    if (section.depth < draft.depth) {
      draft.blocks.push(...codesIn(section.blocks));
      return;
    }
    draft.enter(headingLabel(section.heading));
  }
  draft.add(section.blocks);
}

function isBackground(code: Code): boolean {
  return /^ya?ml$/i.test(code.language) && /^background\b/i.test(code.meta);
}

function complainOfHomeless(codes: readonly Code[], complaints: Complaints): void {
  for (const code of codes) {
    if (fenceKind(code, complaints) !== 'scenario') continue;
    complaints.error('SPEC_BLOCK_WITHOUT_ID', code, 'this block belongs to no scenario', {
      expected: 'a heading above it that begins with an id',
      hint: 'write a heading such as "### INT-01 What must hold" above it',
    });
  }
}

function readBackground(
  codes: readonly Code[],
  lines: readonly string[],
  complaints: Complaints,
): Background | null {
  const [first, second] = codes;
  if (second !== undefined) {
    complaints.error('SPEC_TWO_BACKGROUNDS', second, 'this file has two backgrounds', {
      hint: 'put all of it into one block',
    });
  }
  if (first === undefined || !checkClosed(first, complaints)) return null;
  const origin = fenceOrigin(first, complaints.file, lines);
  const { background, diagnostics } = parseBackgroundBlock(first.value, origin);
  complaints.diagnostics.push(...diagnostics);
  return background;
}

function complainOfDuplicates(drafts: readonly ScenarioDraft[], complaints: Complaints): void {
  const seen = new Map<string, ScenarioDraft>();
  for (const draft of drafts) {
    const first = seen.get(draft.id);
    if (first === undefined) seen.set(draft.id, draft);
    else {
      const message = `scenario ${draft.id} stands here twice, first in line ${first.place.line}`;
      const hint = 'give one of them another id';
      complaints.error('SPEC_DUPLICATE_ID', draft.place, message, { hint });
    }
  }
}
