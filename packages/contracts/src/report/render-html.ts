import type { Diagnostic } from '../diagnostic.ts';
import { formatDiagnostic } from '../diagnostic.ts';
import type { Level } from '../diff/change.ts';
import type { DescribedChange, DescribedPlace } from './describe-changes.ts';
import { excerpt } from './excerpt.ts';
import { HTML_STYLE } from './html-style.ts';
import { nameOf } from './name-of.ts';
import { sayCounts } from './render-text.ts';
import type { AgreedChange } from './say-agreed.ts';
import { sayAgreed, sayNoChanges } from './say-agreed.ts';
import type { Gaps } from './say-gaps.ts';
import { gapsAmong, sayGaps } from './say-gaps.ts';

/** Texts of the compared documents by their names, to show what stands at a place. */
export type Sources = ReadonlyMap<string, string>;

const LABELS: Readonly<Record<Level, string>> = {
  ERR: 'breaking',
  WARN: 'may break',
  INFO: 'other',
};

/** What a page is of. */
export interface HtmlOptions {
  readonly from: string;
  readonly to: string;
  readonly sources: Sources;
  /** What was told of the comparison itself. */
  readonly diagnostics?: readonly Diagnostic[];
  /** Changes that were agreed to; they are not among the others. */
  readonly agreed?: readonly AgreedChange[];
}

/** A page that needs nothing else: every change with what stood there and what stands there now, side by side. */
export function renderHtml(
  changes: readonly DescribedChange[],
  { from, to, sources, diagnostics = [], agreed = [] }: HtmlOptions,
): string {
  const gaps = gapsAmong(diagnostics);
  const groups = [...Map.groupBy(changes, nameOf)].map(([name, group]) =>
    section(name, group, sources),
  );
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>API changes: ${escape(from)} → ${escape(to)}</title>`,
    `<style>${HTML_STYLE}</style></head><body>`,
    `<header><h1>API changes</h1><p class="names"><code>${escape(from)}</code> → <code>${escape(to)}</code></p>`,
    `<p class="counts">${escape(changes.length === 0 && gaps.length === 0 ? sayNoChanges(agreed) : sayCounts(changes))}</p>`,
    gapList(gaps),
    '</header>',
    '<main>',
    ...groups,
    agreedList(agreed),
    '</main></body></html>',
    '',
  ].join('\n');
}

function agreedList(agreed: readonly AgreedChange[]): string {
  if (agreed.length === 0) return '';
  const lines = agreed.map((one) => `<li>${withCode(sayAgreed(one))}</li>`);
  return `<section><h2>Agreed to</h2><ul>${lines.join('')}</ul></section>`;
}

function gapList(gaps: Gaps): string {
  if (gaps.length === 0) return '';
  const lines = gaps.map((gap) => `<li>${escape(formatDiagnostic(gap))}</li>`);
  return `<p><strong>${escape(sayGaps(gaps))}</strong></p><ul>${lines.join('')}</ul>`;
}

function section(name: string, changes: readonly DescribedChange[], sources: Sources): string {
  const [method = '', ...path] = name.split(' ');
  const title = /^[A-Z]+$/.test(method)
    ? `<span class="method">${escape(method)}</span> ${escape(path.join(' '))}`
    : escape(name);
  return `<section><h2>${title}</h2>\n${changes.map((change) => article(change, sources)).join('\n')}\n</section>`;
}

function article(change: DescribedChange, sources: Sources): string {
  const { level, id, text, why, base, revision, operations } = change;
  const others = operations.slice(1).map(({ method, path }) => `${method} ${path}`);
  const also =
    others.length === 0
      ? ''
      : `<details class="also"><summary>also in ${others.length} other operation${others.length === 1 ? '' : 's'}</summary><ul>${others
          .map((other) => `<li>${escape(other)}</li>`)
          .join('')}</ul></details>`;
  return [
    `<article class="${level.toLowerCase()}">`,
    `<p class="what"><span class="level">${LABELS[level]}</span> ${withCode(text)} <span class="id">${escape(id)}</span></p>`,
    why === '' ? '' : `<p class="why">${escape(why)}</p>`,
    also,
    `<div class="sides">${side('before', base, sources)}${side('after', revision, sources)}</div>`,
    '</article>',
  ].join('\n');
}

function side(label: string, place: DescribedPlace | null, sources: Sources): string {
  if (place === null) return `<figure><figcaption>${label}: nothing</figcaption></figure>`;
  const { file, line } = place;
  const lines = excerpt(sources.get(file) ?? '', line).map(
    ({ number, text }) =>
      `<span class="${number === line ? 'here' : ''}"><b>${number}</b> ${escape(text)}</span>`,
  );
  return `<figure><figcaption>${label}: ${escape(file)}:${line}</figcaption><pre>${lines.join('\n')}</pre></figure>`;
}

function withCode(text: string): string {
  return escape(text).replaceAll(/`([^`]*)`/g, '<code>$1</code>');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
