import { closest, distance } from 'fastest-levenshtein';

/** The candidate that somebody most likely meant by a word, at most a third of its letters away (one in short ones); undefined when none. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const others = [...candidates].filter((candidate) => candidate !== word);
  if (others.length === 0) return undefined;
  const folded = word.toLowerCase();
  const nearest = closest(
    folded,
    others.map((candidate) => candidate.toLowerCase()),
  );
  const limit = folded.length < 5 ? 1 : Math.max(2, Math.floor(folded.length / 3));
  if (distance(folded, nearest) > limit) return undefined;
  return others.find((candidate) => candidate.toLowerCase() === nearest);
}
