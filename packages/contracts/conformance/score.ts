import type { Level } from '../src/index.ts';
import type { CorpusCase } from './corpus-case.ts';

/** A change as it is scored. */
export interface Prediction {
  readonly id: string;
  readonly level: Level;
  readonly method: string;
  readonly path: string;
}

/** How often an area was right. */
export interface AreaScore {
  cases: number;
  passed: number;
  found: number;
  wrong: number;
  missed: number;
}

/** What a case wanted and what it got. */
export interface Miss {
  readonly name: string;
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
  /** Set when the verdict was wrong: what it should have been. */
  readonly breaks?: boolean;
}

export interface Score {
  readonly areas: ReadonlyMap<string, AreaScore>;
  readonly total: AreaScore;
  readonly verdicts: { readonly right: number; readonly of: number };
  readonly misses: readonly Miss[];
}

/** Level of an id by the table that the corpus was written with; undefined for an id that it does not know. */
export type LevelOf = (id: string) => Level | undefined;

const RANKS: Readonly<Record<string, number>> = { INFO: 1, WARN: 2, ERR: 3 };

/** Scores predictions case by case; a change counts once per operation, as the corpus does. */
export function scoreCorpus(
  cases: readonly CorpusCase[],
  predictions: ReadonlyMap<string, readonly Prediction[]>,
  levelOf: LevelOf,
): Score {
  const areas = new Map<string, AreaScore>();
  const misses: Miss[] = [];
  const verdicts = { right: 0, of: 0 };
  for (const one of cases) {
    const predicted = predictions.get(one.name) ?? [];
    const { found, missed, wrong } = compare(one, predicted, levelOf);
    const breaks = predicted.some(({ id }) => levelOf(id) === 'ERR');
    const isVerdictWrong = one.breaks !== undefined && one.breaks !== breaks;
    if (one.breaks !== undefined) verdicts.of += 1;
    if (one.breaks === breaks) verdicts.right += 1;
    const area = areas.get(one.area) ?? emptyScore();
    areas.set(one.area, area);
    add(area, { found, missed, wrong });
    if (missed.length + wrong.length > 0 || isVerdictWrong)
      misses.push({
        name: one.name,
        missed,
        wrong,
        ...(isVerdictWrong && one.breaks !== undefined ? { breaks: one.breaks } : {}),
      });
  }
  return { areas, total: sum(areas.values()), verdicts, misses };
}

interface Comparison {
  readonly found: number;
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
}

function compare(one: CorpusCase, predicted: readonly Prediction[], levelOf: LevelOf): Comparison {
  const got = countOf(
    predicted
      .map(({ id }) => id)
      .filter((id) => one.scope?.has(id) ?? true)
      .filter((id) => rankOf(levelOf(id)) >= rankOf(one.minLevel)),
  );
  const want = countOf(one.expected);
  const missed: string[] = [];
  const wrong: string[] = one.absent.filter((id) => got.has(id));
  let found = 0;
  for (const [id, count] of want) {
    const needed = one.isExact ? count : 1;
    const seen = got.get(id) ?? 0;
    found += Math.min(seen, needed);
    missed.push(...times(id, needed - seen));
    if (one.isExact) wrong.push(...times(id, seen - needed));
  }
  if (one.isExact) for (const [id, seen] of got) if (!want.has(id)) wrong.push(...times(id, seen));
  return { found, missed, wrong };
}

function times(id: string, count: number): string[] {
  return Array.from({ length: Math.max(0, count) }, () => id);
}

function countOf(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

function rankOf(level: string | undefined): number {
  return RANKS[level ?? ''] ?? 0;
}

function emptyScore(): AreaScore {
  return { cases: 0, passed: 0, found: 0, wrong: 0, missed: 0 };
}

function add(area: AreaScore, { found, missed, wrong }: Comparison): void {
  area.cases += 1;
  if (missed.length + wrong.length === 0) area.passed += 1;
  area.found += found;
  area.missed += missed.length;
  area.wrong += wrong.length;
}

function sum(areas: Iterable<AreaScore>): AreaScore {
  const total = emptyScore();
  for (const area of areas)
    for (const key of ['cases', 'passed', 'found', 'wrong', 'missed'] as const)
      total[key] += area[key];
  return total;
}
