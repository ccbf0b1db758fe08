import { styleText } from 'node:util';

import stringWidth from 'string-width';

import { plainText } from '../plain-text.ts';
import type { TerminalCapabilities } from './terminal-capabilities.ts';

type Style = 'red' | 'green' | 'yellow' | 'cyan' | 'gray' | 'bold' | 'inverse';

/** A piece of a line. Its text may be of any origin: control characters are taken out when painted. */
export interface Span {
  readonly text: string;
  readonly style?: readonly Style[];
  readonly url?: string;
}

/** One line of a terminal, before it is known how wide and how colourful that is. */
export type Line = readonly Span[];

export interface Canvas extends Pick<TerminalCapabilities, 'color' | 'unicode' | 'hyperlinks'> {
  /** Cells that a line may take; Infinity where lines may wrap. */
  readonly columns: number;
}

export function span(text: string, ...style: readonly Style[]): Span {
  return { text, style };
}

/** The line as text for a terminal: cut to its width in cells, styled and linked as it can show. */
export function paintLine(line: Line, canvas: Canvas): string {
  const painted: string[] = [];
  let left = canvas.columns;
  for (const piece of line) {
    const text = printable(piece.text, canvas);
    const width = stringWidth(text);
    if (width > left) {
      painted.push(decorate(piece, cutToWidth(text, left, canvas), canvas));
      break;
    }
    left -= width;
    painted.push(decorate(piece, text, canvas));
  }
  return painted.join('').trimEnd();
}

function printable(text: string, canvas: Canvas): string {
  const clean = plainText(text).replaceAll(/[\t\n]+/g, ' ');
  return canvas.unicode ? clean : toAscii(clean);
}

const ASCII: Readonly<Record<string, string>> = {
  '…': '...',
  '–': '-',
  '—': '-',
  '→': '->',
  '·': '-',
  '°': 'deg ',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '×': 'x',
};

/** Close letters for what we write ourselves, `?` for what has none. */
function toAscii(text: string): string {
  return text
    .replaceAll(/[…–—→·°‘’“”×]/g, (character) => ASCII[character] ?? '?')
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .replaceAll(/[^\p{ASCII}]/gu, '?');
}

function cutToWidth(text: string, columns: number, canvas: Canvas): string {
  const ellipsis = canvas.unicode ? '…' : '...';
  let left = columns - ellipsis.length;
  if (left < 0) {
    return '';
  }
  let kept = '';
  for (const { segment } of GRAPHEMES.segment(text)) {
    left -= stringWidth(segment);
    if (left < 0) {
      break;
    }
    kept += segment;
  }
  return kept + ellipsis;
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

function decorate(piece: Span, text: string, canvas: Canvas): string {
  const styled =
    canvas.color && piece.style !== undefined && piece.style.length > 0 && text !== ''
      ? styleText([...piece.style], text, { validateStream: false })
      : text;
  return canvas.hyperlinks && piece.url !== undefined
    ? `\u001b]8;;${plainText(piece.url)}\u001b\\${styled}\u001b]8;;\u001b\\`
    : styled;
}
