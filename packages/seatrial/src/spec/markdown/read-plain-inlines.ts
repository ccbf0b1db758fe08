import type { PhrasingContent, Text } from 'mdast';

/** A line of a block whose text begins at some column. */
export interface InlineLine {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

const PIECE = /`(?<code>[^`]+)`|\*\*(?<strong>[^*`]+)\*\*/g;
/** Signs that may mean something: escapes, references, links, HTML, emphasis, code, line breaks. */
const MEANINGFUL = /[\\<[\]*`~]|&[#A-Za-z]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u;

/**
 * Reads text, `**strong**` and code between single backticks, as far as none of it spans lines.
 *
 * @returns null when anything else may be in it
 */
export function readPlainInlines(lines: readonly InlineLine[]): PhrasingContent[] | null {
  const nodes: PhrasingContent[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.text === '' || /^\s|\s$/.test(line.text)) return null;
    const read = readLine(line);
    if (read === null) return null;
    if (index === 0) nodes.push(...read);
    else append(nodes, read, line);
  }
  return nodes;
}

/** The end of a line is part of the text around it. */
function append(nodes: PhrasingContent[], read: PhrasingContent[], line: InlineLine): void {
  const last = nodes.at(-1);
  const [first, ...rest] = read;
  const next = first?.type === 'text' ? first : undefined;
  const value = `\n${next?.value ?? ''}`;
  const end = next?.position?.end ?? { line: line.line, column: line.column };
  if (last?.type === 'text') {
    last.value += value;
    if (last.position !== undefined) last.position.end = end;
  } else {
    const start = last?.position?.end ?? end;
    nodes.push({ type: 'text', value, position: { start, end } });
  }
  nodes.push(...(next === undefined ? read : rest));
}

function readLine({ text, line, column }: InlineLine): PhrasingContent[] | null {
  const nodes: PhrasingContent[] = [];
  const textAt = (from: number, to: number): Text => ({
    type: 'text',
    value: text.slice(from, to),
    position: {
      start: { line, column: column + from },
      end: { line, column: column + to },
    },
  });
  let done = 0;
  for (const match of text.matchAll(PIECE)) {
    const { index: from } = match;
    const to = from + match[0].length;
    if (!isPlain(text.slice(done, from))) return null;
    if (from > done) nodes.push(textAt(done, from));
    const position = { start: { line, column: column + from }, end: { line, column: column + to } };
    const { code, strong } = match.groups ?? {};
    if (code !== undefined) {
      if (/^ | $/.test(code)) return null;
      nodes.push({ type: 'inlineCode', value: code, position });
    } else if (strong !== undefined) {
      if (!isStrong(text, from, to) || !isPlain(strong)) return null;
      nodes.push({ type: 'strong', children: [textAt(from + 2, to - 2)], position });
    }
    done = to;
  }
  if (!isPlain(text.slice(done))) return null;
  if (done < text.length) nodes.push(textAt(done, text.length));
  return nodes;
}

function isPlain(text: string): boolean {
  return !MEANINGFUL.test(text);
}

/** Whether the stars can only be read as opening and closing ones (CommonMark 0.31 §6.2). */
function isStrong(text: string, from: number, to: number): boolean {
  return (
    (from === 0 || /[ (]/.test(text.charAt(from - 1))) &&
    /^[A-Za-z0-9]/.test(text.slice(from + 2)) &&
    /\S$/.test(text.slice(0, to - 2)) &&
    (to === text.length || /[ .,:;!?)]/.test(text.charAt(to)))
  );
}
