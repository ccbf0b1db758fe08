import { closest, distance } from 'fastest-levenshtein';

/**
 * The candidate that a mistyped word stands for: at most a third of its letters differ (at least two may).
 *
 * @returns undefined when nothing is near enough to be worth saying
 */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const folded = word.toLowerCase();
  const nearest = closest(
    folded,
    candidates.map((candidate) => candidate.toLowerCase()),
  );
  const limit = Math.max(2, Math.floor(folded.length / 3));
  if (distance(folded, nearest) > limit) return undefined;
  return candidates.find((candidate) => candidate.toLowerCase() === nearest);
}

/** `did you mean "x"? known: a, b, c` with whatever of it applies; the list is cut after twelve. */
export function suggest(word: string, candidates: readonly string[]): string {
  const nearest = didYouMean(word, candidates);
  const question = nearest === undefined ? [] : [`did you mean ${JSON.stringify(nearest)}?`];
  if (candidates.length === 0) return question.join(' ');
  const more = candidates.length > 12 ? `, … (${candidates.length} in all)` : '';
  return [...question, `known: ${candidates.slice(0, 12).join(', ')}${more}`].join(' ');
}
