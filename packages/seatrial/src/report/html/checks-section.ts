import { OUTCOMES } from '../../evidence/index.ts';
import type { CheckRecord, RunRecord } from '../../evidence/index.ts';
import { formatDuration } from '../duration.ts';
import { isBroken } from '../first-difference.ts';
import { clip } from '../plain-text.ts';
import { checkBody } from './check-body.ts';
import { mark } from './marks.ts';
import { type Markup, NOTHING, anchorOf, html } from './markup.ts';
import type { SizeBudget } from './size-budget.ts';

/** More than this many unfolded at once is no longer an overview. */
const MAX_OPEN = 30;

/** Every check, by work item, unfolding to its steps or tests; with a filter where scripts run. */
export function checksSection(record: RunRecord, budget: SizeBudget): Markup {
  const bodies = new Map<string, Markup>();
  const broken = record.checks.filter((check) => isBroken(check.outcome));
  const rest = record.checks.filter((check) => !isBroken(check.outcome));
  for (const check of [...broken, ...rest]) {
    bodies.set(check.id, checkBody(check, budget));
  }
  const open = new Set(broken.slice(0, MAX_OPEN).map((check) => check.id));
  const groups = [...Map.groupBy(record.checks, (check) => check.workItem ?? 'Project')];
  return html`<section aria-labelledby="_checks">
    <h2 id="_checks">Checks</h2>
    ${toolbar(record)}
    ${groups.map(
      ([workItem, checks]) =>
        html`<section class="group">
          <h3>${workItem} <span class="aside">${tally(checks)}</span></h3>
          ${checks.map((check) => row(check, open.has(check.id), bodies.get(check.id) ?? NOTHING))}
        </section>`,
    )}
    <p class="empty" hidden>No check matches the filter.</p>
  </section>`;
}

function toolbar(record: RunRecord): Markup {
  const shown = OUTCOMES.filter((outcome) => record.verdict.counts[outcome] > 0);
  return html`<form class="toolbar" role="search" hidden>
    <input
      type="search"
      placeholder="Filter by id, title or requirement"
      aria-label="Filter checks by text"
      aria-keyshortcuts="/"
    />
    <div role="group" aria-label="Filter checks by outcome">
      ${shown.map(
        (outcome) =>
          html`<button type="button" aria-pressed="false" data-outcome="${outcome}">
            ${mark(outcome)}${outcome} <b>${record.verdict.counts[outcome]}</b>
          </button>`,
      )}
    </div>
    <output class="spoken" aria-live="polite"></output>
  </form>`;
}

function tally(checks: readonly CheckRecord[]): string {
  return OUTCOMES.map((outcome) => ({
    outcome,
    count: checks.filter((check) => check.outcome === outcome).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => `${count} ${outcome}`)
    .join(', ');
}

function row(check: CheckRecord, isOpen: boolean, body: Markup): Markup {
  const { id, title, outcome, requirements, required, startedMs, durationMs } = check;
  return html`<details
    class="check"
    id="${anchorOf(id)}"
    data-outcome="${outcome}"
    ${isOpen ? html` open` : NOTHING}
  >
    <summary>
      ${mark(outcome)} <span class="id">${id}</span>
      <span class="title"
        >${clip(title, 300)}
        ${requirements.map((requirement) => html`<span class="tag">${requirement}</span> `)}
        ${!required && html`<span class="tag optional">not required</span>`}</span
      >
      <span class="took">${startedMs === null ? 'not run' : formatDuration(durationMs)}</span>
    </summary>
    ${body}
  </details>`;
}
