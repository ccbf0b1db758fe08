import type { CheckRecord, RunRecord } from '../../evidence/index.ts';
import { formatDuration } from '../duration.ts';
import { clip } from '../plain-text.ts';
import { type Markup, NOTHING, html, linkTo } from './markup.ts';

/** With more checks than this, bars share rows and lose their labels. */
const MAX_ROWS = 80;
const BAR_HEIGHT = 10;
const LANE_HEIGHT = 14;

interface Bar {
  readonly check: CheckRecord;
  readonly startMs: number;
  readonly endMs: number;
}

/** When each check ran, as a Gantt chart in SVG. */
export function timelineSection(record: RunRecord): Markup {
  const bars = record.checks.flatMap((check) =>
    check.startedMs === null
      ? []
      : [{ check, startMs: check.startedMs, endMs: check.startedMs + check.durationMs }],
  );
  if (bars.length === 0) {
    return NOTHING;
  }
  const spanMs = Math.max(record.durationMs, 1, ...bars.map((bar) => bar.endMs));
  const sorted = bars.toSorted((one, other) => one.startMs - other.startMs);
  return html`<section aria-labelledby="_timeline">
    <h2 id="_timeline">Timeline</h2>
    <div class="gantt${bars.length > MAX_ROWS ? ' packed' : ''}">
      ${axis(spanMs)} ${bars.length > MAX_ROWS ? lanes(sorted, spanMs) : rows(sorted, spanMs)}
    </div>
  </section>`;
}

function rows(bars: readonly Bar[], spanMs: number): Markup {
  return html`<ol>
    ${bars.map(
      (bar) =>
        html`<li>
          <a href="${linkTo(bar.check.id)}" title="${clip(bar.check.title, 200)}"
            >${bar.check.id}</a
          >
          <svg height="${BAR_HEIGHT}" aria-hidden="true">${rectangle(bar, spanMs, 0)}</svg>
          <span class="took">${formatDuration(bar.check.durationMs)}</span>
        </li>`,
    )}
  </ol>`;
}

function lanes(bars: readonly Bar[], spanMs: number): Markup {
  const laneEndsMs: number[] = [];
  const placed = bars.map((bar) => {
    const free = laneEndsMs.findIndex((endMs) => endMs <= bar.startMs);
    const lane = free === -1 ? laneEndsMs.length : free;
    laneEndsMs[lane] = bar.endMs;
    return html`<a href="${linkTo(bar.check.id)}"
      >${rectangle(bar, spanMs, lane * LANE_HEIGHT)}</a
    >`;
  });
  return html`<svg class="lanes" height="${laneEndsMs.length * LANE_HEIGHT}">${placed}</svg>`;
}

function rectangle(bar: Bar, spanMs: number, top: number): Markup {
  const { check, startMs, endMs } = bar;
  const width = Math.max(0.25, ((endMs - startMs) / spanMs) * 100);
  const left = Math.min(100 - width, (startMs / spanMs) * 100);
  return html`<rect
    class="${check.outcome}"
    x="${left.toFixed(2)}%"
    y="${top}"
    width="${width.toFixed(2)}%"
    height="${BAR_HEIGHT}"
    rx="2"
  >
    <title>
      ${check.id} ${clip(check.title, 80)}: ${check.outcome}, ${formatDuration(check.durationMs)}
    </title>
  </rect>`;
}

function axis(spanMs: number): Markup {
  const stepMs = niceStep(spanMs / 5);
  const ticks = Array.from(
    { length: Math.floor(spanMs / stepMs) + 1 },
    (_, index) => index * stepMs,
  );
  return html`<svg class="grid" aria-hidden="true">
    ${ticks.map((tickMs) => {
      const left = `${((tickMs / spanMs) * 100).toFixed(2)}%`;
      return html`<line x1="${left}" x2="${left}" y1="18" y2="100%" /><text x="${left}" y="11">
          ${tickMs === 0 ? '0' : formatDuration(tickMs).replace(/\.0+ /, ' ')}
        </text>`;
    })}
  </svg>`;
}

/** The next of 1, 2, 5, 10, 20 … that is not below `least`. */
function niceStep(least: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * magnitude >= least) ?? 10;
  return factor * magnitude;
}
