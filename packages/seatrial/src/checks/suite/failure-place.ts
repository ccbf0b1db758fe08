import type { SourcePosition } from '../../evidence/index.ts';

/**
 * Where in the test's own file a failure stands: the first mention of `file:line[:column]` in its stack,
 * otherwise the test itself.
 */
export function failurePlace(
  test: { readonly file: string | null; readonly line: number | null },
  stack: string,
): SourcePosition | null {
  const { file, line } = test;
  if (file === null) return null;
  const mention = mentionIn(stack, file);
  if (mention !== null) return { file, ...mention };
  return line === null ? null : { file, line, column: 1 };
}

function mentionIn(stack: string, file: string): { line: number; column: number } | null {
  for (let at = stack.indexOf(`${file}:`); at !== -1; at = stack.indexOf(`${file}:`, at + 1)) {
    const place = /^(\d+)(?::(\d+))?/.exec(
      stack.slice(at + file.length + 1, at + file.length + 24),
    );
    if (place?.[1] !== undefined) return { line: Number(place[1]), column: Number(place[2] ?? 1) };
  }
  return null;
}
