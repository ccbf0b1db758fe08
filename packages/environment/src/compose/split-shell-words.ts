const PART = /\\([^])|"((?:[^"\\]|\\[^])*)"|'([^']*)'|([^\s"'\\]+)/y;

/**
 * Splits a command line into words as Compose does for `command: some text`: quotes and backslashes as in a shell,
 * nothing else. Undefined when a quote is not closed.
 */
export function splitShellWords(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let index = 0;
  while (index < text.length) {
    if (/\s/.test(text.charAt(index))) {
      if (word !== undefined) words.push(word);
      word = undefined;
      index += 1;
      continue;
    }
    PART.lastIndex = index;
    const part = PART.exec(text);
    if (part === null) return undefined;
    const [whole, escaped, double, single, plain] = part;
    const unescaped = double?.replace(/\\([\\"$`])/g, '$1');
    word = (word ?? '') + (escaped ?? unescaped ?? single ?? plain ?? '');
    index += whole.length;
  }
  if (word !== undefined) words.push(word);
  return words;
}
