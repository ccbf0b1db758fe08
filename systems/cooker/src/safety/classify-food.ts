import {
  EXCLUDED_PHRASES,
  EXCLUDED_WITHOUT_MEAT,
  GROUND_MEAT_WORDS,
  MEAT_WORDS,
  PORK_WORDS,
  POULTRY_WORDS,
  type WordList,
} from './food-words.ts';

/** What the food's name says about it; one food can be several (a turkey burger is poultry and ground). */
export interface FoodClasses {
  readonly poultry: boolean;
  readonly groundMeat: boolean;
  readonly pork: boolean;
}

const NOT_CLASSIFIED: FoodClasses = { poultry: false, groundMeat: false, pork: false };

/**
 * Tells from its name which safety rules a food falls under: by whole word, in five languages, with the
 * phrases taken out that only sound like meat (`ground coffee`, `veggie burger`). In doubt it says yes.
 */
export function classifyFood(foodType: string | null): FoodClasses {
  if (foodType === null) return NOT_CLASSIFIED;
  const words = meatWords(foodType);
  return {
    poultry: words.some((word) => contains(POULTRY_WORDS, word)),
    groundMeat: words.some((word) => contains(GROUND_MEAT_WORDS, word)),
    pork: words.some((word) => contains(PORK_WORDS, word)),
  };
}

function meatWords(foodType: string): string[] {
  const all = tokens(foodType);
  const namesMeat = all.some((word) => MEAT_WORDS.has(word));
  const excluded = namesMeat ? EXCLUDED_PHRASES : [...EXCLUDED_PHRASES, ...EXCLUDED_WITHOUT_MEAT];
  let text = ` ${all.join(' ')} `;
  for (const phrase of excluded) text = text.replace(phrase, '|');
  return text.split(' ').filter((word) => word !== '' && word !== '|');
}

/** Words and pictographs; every other sign becomes `|`, which no phrase reaches across. */
function tokens(foodType: string): string[] {
  const folded = foodType
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/['’]s\b/gu, '')
    .replace(/[-‐‑_]/gu, ' ');
  return (
    folded.match(/[\p{L}\p{N}]+|\p{Extended_Pictographic}|[^\s\p{L}\p{N}]/gu)?.map(toToken) ?? []
  );
}

function toToken(match: string): string {
  return /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(match) ? match : '|';
}

function contains(list: WordList, word: string): boolean {
  return (
    list.words.has(word) ||
    list.prefixes.some((prefix) => word.startsWith(prefix)) ||
    list.suffixes.some((suffix) => word.endsWith(suffix))
  );
}
