/** The value of an option in a command: `--port 7000`, `--port=7000`. */
export function optionValue(command: string, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const match = new RegExp(`(?:^|\\s)${name}[ =]+("[^"]*"|'[^']*'|[^\\s]+)`).exec(command);
    if (match !== null) return match[1]?.replace(/^["']|["']$/g, '');
  }
  return undefined;
}

/** Whether an option is given at all. */
export function hasOption(command: string, ...names: readonly string[]): boolean {
  return names.some((name) => new RegExp(`(?:^|\\s)${name}(?=[ =]|$)`).test(command));
}

/** The words, if the condition holds. */
export function wordsIf(condition: boolean, ...words: readonly string[]): string[] {
  return condition ? [...words] : [];
}

/** What the first group of a pattern matches; undefined when the pattern does not match. */
export function found(pattern: RegExp, text: string): string | undefined {
  return pattern.exec(text)?.[1];
}
