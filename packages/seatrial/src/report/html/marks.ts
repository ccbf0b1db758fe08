import type { Outcome } from '../../evidence/index.ts';
import type { VerdictWord } from '../../evidence/index.ts';
import { Markup, html } from './markup.ts';

/** Symbols are told apart by shape, not by colour alone. Drawn on a 16 × 16 field. */
const SHAPES: Readonly<Record<Outcome, string>> = {
  passed: '<path d="M3.5 8.5 6.6 11.6 12.5 4.8"/>',
  failed: '<path d="M4.2 4.2 11.8 11.8M11.8 4.2 4.2 11.8"/>',
  error: '<path d="M8 3.2V9.2M8 12.4V12.6"/>',
  flaky: '<path d="M2.8 9.2C4.4 5.6 6.2 5.6 8 8S11.6 10.4 13.2 6.8"/>',
  skipped: '<path d="M4 8H12"/>',
};

const VERDICT_SHAPES: Readonly<Record<VerdictWord, Outcome>> = {
  ready: 'passed',
  'not ready': 'failed',
  'not proven': 'skipped',
};

/** The shapes, once a page; {@link mark} refers to them. */
export const MARK_SPRITE: Markup = new Markup(
  `<svg class="sprite" aria-hidden="true">${Object.entries(SHAPES)
    .map(([name, shape]) => `<symbol id="_mark-${name}" viewBox="0 0 16 16">${shape}</symbol>`)
    .join('')}</svg>`,
);

/** The symbol of an outcome, with its word for who cannot see it. */
export function mark(outcome: Outcome): Markup {
  return html`<span class="mark ${outcome}"
    ><svg aria-hidden="true"><use href="#_mark-${outcome}" /></svg
    ><span class="spoken">${outcome} </span></span
  >`;
}

export function verdictMark(word: VerdictWord): Markup {
  return html`<svg class="seal" viewBox="0 0 16 16" aria-hidden="true">
    <circle cx="8" cy="8" r="7.5" />
    <use href="#_mark-${VERDICT_SHAPES[word]}" />
  </svg>`;
}

const ICON_COLOURS: Readonly<Record<VerdictWord, string>> = {
  ready: '#1b7a4d',
  'not ready': '#c0342b',
  'not proven': '#a87408',
};

/** The verdict as a picture for the tab, in a `data:` address. */
export function favicon(word: VerdictWord): string {
  const shape = SHAPES[VERDICT_SHAPES[word]];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8" fill="${ICON_COLOURS[word]}"/><g fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round">${shape}</g></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
