import { OUTCOMES } from '../../evidence/index.ts';
import type { CheckRecord, RunRecord } from '../../evidence/index.ts';
import { type Concern, concernsOf } from '../concerns.ts';
import { formatDuration } from '../duration.ts';
import { formatPosition } from '../first-difference.ts';
import { bareReason } from '../not-proven.ts';
import { clip } from '../plain-text.ts';
import { commandLine, differenceBlock, sourceLine } from './difference-block.ts';
import { mark, verdictMark } from './marks.ts';
import { type Markup, NOTHING, html, linkTo } from './markup.ts';

const MAX_DECIDING = 20;
const MAX_TICKS = 240;

/** The verdict in words and colour, its reason, and how many checks ended in which way. */
export function verdictSection(record: RunRecord): Markup {
  const { word, reason, exitCode } = record.verdict;
  return html`<header class="hero">
    <div class="page">
      <p class="overline">
        <span>Sea trial of <b>${record.project}</b></span
        ><time datetime="${record.startedAt}">${readableTime(record.startedAt)}</time>
      </p>
      <div class="verdict">
        ${verdictMark(word)}
        <div>
          <h1>${word}</h1>
          <p class="reason">${sentence(reason)}</p>
        </div>
      </div>
      ${counts(record, exitCode)} ${tickStrip(record.checks)}
    </div>
  </header>`;
}

function counts(record: RunRecord, exitCode: number): Markup {
  const shown = OUTCOMES.filter((outcome) => record.verdict.counts[outcome] > 0);
  return html`<dl class="counts">
    ${shown.map(
      (outcome) =>
        html`<div class="${outcome}">
          <dt>${outcome}</dt>
          <dd>${record.verdict.counts[outcome]}</dd>
        </div>`,
    )}
    <div>
      <dt>took</dt>
      <dd>${formatDuration(record.durationMs)}</dd>
    </div>
    <div>
      <dt>exit code</dt>
      <dd>${exitCode}</dd>
    </div>
  </dl>`;
}

/** One tick a check in the order of the plan: the run at a glance. */
function tickStrip(checks: readonly CheckRecord[]): Markup {
  if (checks.length === 0 || checks.length > MAX_TICKS) {
    return NOTHING;
  }
  return html`<nav class="ticks" aria-label="Every check in order">
    ${checks.map(
      ({ id, title, outcome }) =>
        html`<a
          class="${outcome}"
          href="${linkTo(id)}"
          title="${id} ${clip(title, 120)}: ${outcome}"
          ><span class="spoken">${id} ${outcome}</span></a
        >`,
    )}
  </nav>`;
}

/** What the verdict rests on: what broke with its first difference, what is missing in a line each. */
export function decidingSection(record: RunRecord): Markup {
  const deciding = concernsOf(record).filter((concern) => concern.decides);
  if (deciding.length === 0) {
    return NOTHING;
  }
  const broken = deciding.filter((concern) => concern.outcome !== 'skipped');
  const missing = deciding.filter((concern) => concern.outcome === 'skipped');
  return html`<section aria-labelledby="_decided">
    <h2 id="_decided">What decided it</h2>
    <ol class="deciding">
      ${broken.slice(0, MAX_DECIDING).map((concern) => html`<li>${concernCard(concern)}</li>`)}
      ${missing.length > 0 && html`<li>${missingCard(missing)}</li>`}
    </ol>
    ${
      broken.length > MAX_DECIDING &&
      html`<p class="trimmed">${broken.length - MAX_DECIDING} more broken checks are below.</p>`
    }
  </section>`;
}

function missingCard(missing: readonly Concern[]): Markup {
  const rest = missing.length - MAX_DECIDING;
  return html`<article class="card">
    <h3>${mark('skipped')} Not proven <span class="aside">${missing.length}</span></h3>
    <ul class="missing">
      ${missing.slice(0, MAX_DECIDING).map(
        ({ id, title, message }) =>
          html`<li>
            <a class="id" href="${linkTo(id)}">${id}</a> <span>${clip(title, 200)}</span>
            <span class="aside">${clip(bareReason(message), 300)}</span>
          </li>`,
      )}
    </ul>
    ${rest > 0 && html`<p class="trimmed">${rest} more are below.</p>`}
  </article>`;
}

function concernCard(concern: Concern): Markup {
  const { id, title, outcome, test, message, position, rerun, check } = concern;
  const name =
    check === null
      ? html`<code class="id">${id}</code>`
      : html`<a class="id" href="${linkTo(id)}">${id}</a>`;
  return html`<article class="card ${outcome}">
    <h3>${mark(outcome)} ${name} <span>${clip(title, 300)}</span></h3>
    ${test !== null && html`<p class="test">${clip(test, 300)}</p>`}
    <p class="message">${clip(message, 1_000)}</p>
    ${differenceBlock(concern)} ${position !== null && sourceLine(formatPosition(position))}
    ${rerun !== null && commandLine(rerun)}
  </article>`;
}

/** `2026-11-21 09:30:00 UTC`; text that is no time stays as it is. */
export function readableTime(iso: string): string {
  return iso.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d).*Z$/, '$1 $2 UTC');
}

function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase();
  return /[.!?]$/.test(text) ? first + text.slice(1) : `${first}${text.slice(1)}.`;
}
