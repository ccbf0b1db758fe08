import type { ContractDocument } from '../src/index.ts';
import {
  compareApis,
  ContractError,
  describeChanges,
  doubtsOf,
  openApi,
  renderText,
} from '../src/index.ts';
import { lintContract } from '../src/lint/index.ts';
import { BASE_DOCUMENTS } from './base-documents.ts';
import type { BaseDocument } from './base-documents.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateStructure } from './mutate-structure.ts';
import { Random } from './random.ts';
import { stripMeaningless } from './strip-meaning.ts';

const LINT_EVERY = 4;

/** How a mutant was taken. `silent` and `crash` are findings, the others are as it should be. */
export type Fate =
  | 'same'
  | 'refused'
  | 'change'
  | 'diagnostic'
  | 'meaningless'
  | 'silent'
  | 'crash';

export interface Judgement {
  readonly index: number;
  readonly fate: Fate;
  /** How the mutant was made. */
  readonly kind: string;
  /** What went wrong, or where it was silent. */
  readonly detail: string;
  readonly tookMs: number;
}

/** Makes mutants and holds them against what they were made of. */
export class MutantJudge {
  readonly #seed: number;
  readonly #bases: readonly (BaseDocument & { readonly document: ContractDocument })[];

  constructor(seed: number, more: readonly BaseDocument[] = []) {
    this.#seed = seed;
    this.#bases = [...BASE_DOCUMENTS, ...more].map((base) => ({
      ...base,
      document: openApi(base.text, base.name),
    }));
  }

  /** The mutant of a number is always the same for a seed. */
  mutant(index: number): {
    readonly base: ContractDocument;
    readonly kind: string;
    readonly text: string;
  } {
    const random = new Random(this.#seed * 1_000_003 + index);
    const { document } = random.pick(this.#bases);
    const made =
      random.next() < 0.7
        ? mutateStructure(document.root, random)
        : mutateBytes(document.text, random);
    return { base: document, ...made };
  }

  judge(index: number): Judgement {
    const { base, kind, text } = this.mutant(index);
    const startedMs = performance.now();
    const about = (): Pick<Judgement, 'index' | 'kind' | 'tookMs'> => ({
      index,
      kind: `${base.uri} ${kind}`,
      tookMs: performance.now() - startedMs,
    });
    try {
      return { ...judge(base, text, index % LINT_EVERY === 0), ...about() };
    } catch (error) {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { fate: 'crash', detail, ...about() };
    }
  }
}

function judge(
  base: ContractDocument,
  text: string,
  lints: boolean,
): Pick<Judgement, 'fate' | 'detail'> {
  let mutant: ContractDocument;
  try {
    mutant = openApi(text, 'mutant');
  } catch (error) {
    if (error instanceof ContractError) return { fate: 'refused', detail: error.code };
    throw error;
  }
  const diffs = [
    compareApis({ base, revision: mutant }),
    compareApis({ base: mutant, revision: base }),
  ];
  const changes = diffs.map(({ changes: found }) => renderText(describeChanges(found)));
  const doubts = diffs.flatMap(doubtsOf);
  // Compiling the schemas of examples takes longer than all the rest.
  if (lints) lintContract(mutant);
  if (JSON.stringify(mutant.root) === JSON.stringify(base.root)) {
    const isQuiet = changes.every((said) => said === 'no changes\n');
    return isQuiet
      ? { fate: 'same', detail: '' }
      : { fate: 'crash', detail: `the same API has changes: ${changes.join('')}` };
  }
  if (changes.some((said) => said !== 'no changes\n')) return { fate: 'change', detail: '' };
  if (doubts.length > 0 || lintContract(mutant).length > 0)
    return { fate: 'diagnostic', detail: '' };
  const [one, other] = [stripMeaningless(base.root), stripMeaningless(mutant.root)];
  if (one === other) return { fate: 'meaningless', detail: '' };
  return { fate: 'silent', detail: firstDifference(JSON.parse(one), JSON.parse(other)) };
}

/** Where two values differ first. */
function firstDifference(one: unknown, other: unknown, way = ''): string {
  const isBoth =
    typeof one === 'object' && typeof other === 'object' && one !== null && other !== null;
  if (!isBoth)
    return one === other
      ? ''
      : `${way}: ${JSON.stringify(one)?.slice(0, 60)} → ${JSON.stringify(other)?.slice(0, 60)}`;
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const [before, after]: unknown[] = [Reflect.get(one, key), Reflect.get(other, key)];
    const found = firstDifference(before, after, `${way}/${key}`);
    if (found !== '') return found;
  }
  return '';
}
