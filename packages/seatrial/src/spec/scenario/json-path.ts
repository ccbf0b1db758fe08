import parse from 'jsonpath-rfc9535/parser';

/** Paths that need no grammar to be understood; nearly all that specs hold. */
const PLAIN = /^\$(?:\.[A-Za-z_][A-Za-z0-9_]*|\[(?:0|[1-9][0-9]{0,8})\])*$/;
const PLAIN_SEGMENT = /\.([A-Za-z_][A-Za-z0-9_]*)|\[([0-9]+)\]/g;

/** Says what is wrong with a JSONPath (RFC 9535); null when nothing is. */
export function jsonPathProblem(path: string): string | null {
  if (PLAIN.test(path)) return null;
  try {
    parse(path);
    return null;
  } catch (error) {
    return shortProblem(path, error);
  }
}

/**
 * The names and indexes of a singular query (RFC 9535 §2.3.5.1), which selects at most one value;
 * null for a path that may select many.
 */
export function singularSegments(path: string): readonly (string | number)[] | null {
  if (PLAIN.test(path)) {
    return [...path.matchAll(PLAIN_SEGMENT)].map(([, name, index]) => name ?? Number(index));
  }
  const segments: (string | number)[] = [];
  for (const { type, node } of parse(path).segments) {
    if (type !== 'ChildSegment') return null;
    const selector =
      node.type === 'BracketedSelection' && node.selectors.length === 1 ? node.selectors[0] : node;
    if (
      selector?.type !== 'MemberNameShorthand' &&
      selector?.type !== 'NameSelector' &&
      selector?.type !== 'IndexSelector'
    ) {
      return null;
    }
    segments.push(selector.value);
  }
  return segments;
}

/** The parser's own message lists every sign that could have come; where it stopped is what helps. */
function shortProblem(path: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof Error) || !('location' in error)) return message;
  const { location } = error as { location?: { start?: { offset?: number } } };
  const offset = location?.start?.offset;
  if (offset === undefined) return message;
  const sign = path[offset];
  return sign === undefined ? 'it ends too early' : `"${sign}" at character ${String(offset + 1)}`;
}
