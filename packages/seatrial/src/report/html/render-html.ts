import { createHash } from 'node:crypto';

import type { RunRecord } from '../../evidence/index.ts';
import { checksSection } from './checks-section.ts';
import { pageFooter, warningsSection } from './closing-sections.ts';
import { environmentSection } from './environment-section.ts';
import { MARK_SPRITE, favicon } from './marks.ts';
import { Markup, html } from './markup.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';
import { requirementsSection } from './requirements-section.ts';
import { SizeBudget } from './size-budget.ts';
import { timelineSection } from './timeline-section.ts';
import { decidingSection, verdictSection } from './verdict-section.ts';

/** Room for steps, evidence and tests; every check keeps its line beyond that. */
const MAX_EVIDENCE_CHARS = 6_000_000;

// The policy lets nothing in but this one style and this one script, so a name that slipped
// through the escaping could still not run.
const POLICY = [
  "default-src 'none'",
  `style-src '${sha256(PAGE_STYLE)}'`,
  `script-src '${sha256(PAGE_SCRIPT)}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

// Whole elements: one space more inside them and the browser's hash is another one.
const STYLE = new Markup(`<style>${PAGE_STYLE}</style>`);
const SCRIPT = new Markup(`<script>${PAGE_SCRIPT}</script>`);

/**
 * The run as one HTML file that needs no network and no script to be read. Evidence beyond about
 * 6 MB is left out with a note, that of broken checks last.
 */
export function renderHtml(record: RunRecord): string {
  const { word } = record.verdict;
  const page = html`<!doctype html>
    <html lang="en" data-verdict="${word}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Markup(POLICY)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${record.project}: ${word}</title>
        <link rel="icon" href="${favicon(word)}" />
        ${STYLE}
      </head>
      <body>
        ${MARK_SPRITE}
        <a class="skip" href="#_checks">To the checks</a>
        ${verdictSection(record)}
        <main class="page">
          ${decidingSection(record)} ${checksSection(record, new SizeBudget(MAX_EVIDENCE_CHARS))}
          ${timelineSection(record)} ${requirementsSection(record)} ${environmentSection(record)}
          ${warningsSection(record)}
        </main>
        ${pageFooter(record)} ${SCRIPT}
      </body>
    </html>`;
  return `${page.text}\n`;
}

function sha256(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
