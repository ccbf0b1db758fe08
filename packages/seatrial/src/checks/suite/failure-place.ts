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
  // A stack may start its paths at another folder than the report does; the file's name is the same.
  const name = file.slice(file.lastIndexOf('/') + 1);
  const mention = mentionOf(file, stack) ?? mentionOf(name, stack);
  if (mention !== null) return { file, ...mention };
  return line === null ? null : { file, line, column: 1 };
}

function mentionOf(file: string, stack: string): { line: number; column: number } | null {
  for (let at = stack.indexOf(`${file}:`); at !== -1; at = stack.indexOf(`${file}:`, at + 1)) {
    const before = at === 0 ? '' : stack.charAt(at - 1);
    const numbers = stack.slice(at + file.length + 1, at + file.length + 24);
    const place = /^(\d+)(?::(\d+))?/.exec(numbers);
    if (place?.[1] !== undefined && !/[\w-]/.test(before)) {
      return { line: Number(place[1]), column: Number(place[2] ?? 1) };
    }
  }
  return null;
}
