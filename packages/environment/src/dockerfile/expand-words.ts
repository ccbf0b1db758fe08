/** Looks a build variable up; undefined when it is not set. */
export type LookUp = (name: string) => string | undefined;

/** Splits arguments of an instruction into words: quotes, backslashes, and variables outside single quotes. */
export function expandWords(text: string, lookUp: LookUp): string[] {
  const words: string[] = [];
  let word: string | undefined;
  const part = /(\s+)|'([^']*)'|"((?:[^"\\]|\\[^])*)"|((?:[^\s"'\\]|\\[^])+)|([^])/y;
  for (const [, space, single, double, plain, stray] of text.matchAll(new RegExp(part, 'gy'))) {
    if (space !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    const expanded = double ?? plain;
    word =
      (word ?? '') +
      (expanded === undefined ? (single ?? stray ?? '') : expandVariables(expanded, lookUp));
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** Replaces `$A`, `${A}`, `${A:-b}`, `${A-b}`, `${A:+b}` and `${A+b}`; an unset variable is empty. */
export function expandVariables(text: string, lookUp: LookUp): string {
  return text.replace(
    /\\([^])|\$(?:(\w+)|\{(\w+)(?:(:?[-+])([^}]*))?\})/g,
    (
      _,
      escaped: string | undefined,
      plain: string | undefined,
      ...braces: (string | undefined)[]
    ) => {
      if (escaped !== undefined) return escaped;
      const [braced = '', operator, word = ''] = braces;
      const value = lookUp(plain ?? braced);
      const isSet = value !== undefined && !(operator?.startsWith(':') === true && value === '');
      if (operator?.endsWith('+') === true) return isSet ? expandVariables(word, lookUp) : '';
      if (operator?.endsWith('-') === true && !isSet) return expandVariables(word, lookUp);
      return value ?? '';
    },
  );
}
