import type { Complaints } from './complaints.ts';
import { checkClosed, fenceKind, fenceOrigin } from './fences.ts';
import { readIdList } from './ids.ts';
import type { Directive, ScenarioDraft } from './scenario-draft.ts';
import type { Background } from './scenario/block.ts';
import { parseScenarioBlock } from './scenario/index.ts';
import type { Evidence, Scenario } from './specification.ts';

/** What finishing the scenarios of one file takes. */
export interface ScenarioContext {
  readonly complaints: Complaints;
  /** The lines of the file, for exact columns and the raw text of a proof. */
  readonly lines: readonly string[];
  readonly background: Background | null;
}

/** A gathered scenario as what a plan needs of it; complains of contradictions in it. */
export function finishScenario(draft: ScenarioDraft, context: ScenarioContext): Scenario {
  const { complaints } = context;
  const { id, title, setup, actions, expected, description, diagram, place } = draft;
  return {
    id,
    title,
    requirements: readCovers(draft.covers, complaints),
    required: readRequired(draft.required, complaints),
    setup,
    actions,
    expectedResults: expected,
    ...(description.length === 0 ? {} : { description: description.join('\n') }),
    ...(diagram === null ? {} : { sequenceDiagram: diagram }),
    evidence: readEvidence(draft, context),
    source: { file: complaints.file, ...place },
  };
}

function readCovers(covers: readonly Directive[], complaints: Complaints): readonly string[] {
  const ids = covers.flatMap((line) => {
    const read = readIdList(line.text);
    if (read.ids.length === 0) {
      complaints.error('SPEC_COVERS_NO_ID', line, 'this line names no requirement', {
        expected: 'ids such as FR-01, FR-02',
        seen: JSON.stringify(line.text),
      });
    } else if (read.unread.length > 0) {
      complaints.warning('SPEC_COVERS_UNREAD', line, 'a word here looks like an id but is none', {
        expected: 'ids such as FR-01, in capital letters',
        seen: read.unread.join(', '),
      });
    }
    return read.ids;
  });
  return [...new Set(ids)];
}

function readRequired(lines: readonly Directive[], complaints: Complaints): boolean {
  let required = true;
  for (const line of lines) {
    const word = /^(yes|no|true|false)\b/i.exec(line.text)?.[1]?.toLowerCase();
    if (word === undefined) {
      complaints.warning('SPEC_REQUIRED_UNREAD', line, 'this line is not understood, and ignored', {
        expected: 'Required: yes, or Required: no',
        seen: JSON.stringify(line.text),
      });
    } else required = word === 'yes' || word === 'true';
  }
  return required;
}

function readEvidence(draft: ScenarioDraft, context: ScenarioContext): Evidence {
  const { complaints, lines } = context;
  const blocks = draft.blocks.filter((code) => fenceKind(code, complaints) === 'scenario');
  const [block, second] = blocks;
  const [proof, otherProof] = draft.proofs;
  if (second !== undefined) {
    complaints.error('SPEC_TWO_BLOCKS', second, `scenario ${draft.id} has two blocks`, {
      hint: 'put all steps into one block, or give the second one a heading with an id of its own',
    });
  }
  if (otherProof !== undefined) {
    complaints.error('SPEC_TWO_PROOFS', otherProof, `scenario ${draft.id} has two proofs`, {
      hint: `keep one line, and put ${draft.id} into the names of the other tests`,
    });
  }
  if (block !== undefined && proof !== undefined) {
    const message = `scenario ${draft.id} has both a block and a proof`;
    const hint = 'keep the one that says whether it holds';
    complaints.error('SPEC_BLOCK_AND_PROOF', proof, message, { hint });
  }
  if (block !== undefined) {
    if (!checkClosed(block, complaints)) return { form: 'prose' };
    const origin = fenceOrigin(block, complaints.file, lines);
    const parsed = parseScenarioBlock(block.value, origin, { background: context.background });
    complaints.diagnostics.push(...parsed.diagnostics);
    return parsed.block === null ? { form: 'prose' } : { form: 'steps', block: parsed.block };
  }
  return proof === undefined ? { form: 'prose' } : readProof(proof, context);
}

/** From the raw line, because `__init__.py` and `*` mean something else to Markdown. */
function readProof(proof: Directive, { complaints, lines }: ScenarioContext): Evidence {
  const raw = (lines[proof.line - 1] ?? '')
    .replace(/^[\s>*+_-]*(?:proofs?[*_]*\s*:[*_]*)?/i, '')
    .replaceAll(/\\([\\`*_>])/g, '$1')
    .replaceAll('`', '')
    .trim();
  const [path = '', ...names] = raw.split(/\s+>\s+/);
  if (path === '' || /\s>|>\s/.test(path)) {
    complaints.error('SPEC_PROOF_UNREAD', proof, 'this proof names no test', {
      expected: 'Proof: path > test name',
      seen: JSON.stringify(raw),
    });
    return { form: 'prose' };
  }
  return {
    form: 'proof',
    path: path.replaceAll('\\', '/').replace(/^(\.\/)+/, ''),
    test: names.length === 0 ? null : names.join(' > '),
    source: { file: complaints.file, line: proof.line, column: proof.column },
  };
}
