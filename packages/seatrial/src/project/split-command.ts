/**
 * The words of a command line: spaces part them, single and double quotes keep them together. Nothing
 * else of a shell is known, because commands are started without one.
 *
 * @returns null when a quote is not closed
 */
export function splitCommand(line: string): readonly string[] | null {
  const words: string[] = [];
  const word = /\s*((?:[^\s"']+|"[^"]*"|'[^']*')+)\s*/y;
  const text = line.trim();
  while (word.lastIndex < text.length) {
    const found = word.exec(text);
    if (found === null) return null;
    words.push((found[1] ?? '').replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
  }
  return words;
}
