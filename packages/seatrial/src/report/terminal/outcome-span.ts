import type { Outcome } from '../../evidence/index.ts';
import { type Span, span } from './line.ts';

const GLYPHS: Readonly<Record<Outcome, string>> = {
  passed: '✓',
  failed: '✗',
  error: '!',
  flaky: '~',
  skipped: '-',
};

const COLORS: Readonly<Record<Outcome, 'green' | 'red' | 'yellow' | 'gray'>> = {
  passed: 'green',
  failed: 'red',
  error: 'red',
  flaky: 'yellow',
  skipped: 'gray',
};

const WORD_WIDTH = 7;

/** A symbol where it can be shown, the word where lines are for logs or the locale is not UTF-8. */
export function outcomeSpan(outcome: Outcome, form: 'symbol' | 'word'): Span {
  const text = form === 'symbol' ? GLYPHS[outcome] : outcome.padEnd(WORD_WIDTH);
  return outcome === 'failed' || outcome === 'error'
    ? span(text, 'bold', COLORS[outcome])
    : span(text, COLORS[outcome]);
}

/** `3 passed`, in its colour. */
export function countSpan(outcome: Outcome, count: number): Span {
  return span(`${count} ${outcome}`, COLORS[outcome]);
}
