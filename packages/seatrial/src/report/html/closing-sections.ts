import type { Diagnostic, RunRecord } from '../../evidence/index.ts';
import { clip } from '../plain-text.ts';
import { type Markup, NOTHING, html } from './markup.ts';
import { readableTime } from './verdict-section.ts';

const MAX_WARNINGS = 200;

export function warningsSection(record: RunRecord): Markup {
  const { warnings } = record;
  if (warnings.length === 0) {
    return NOTHING;
  }
  const rest = warnings.length - MAX_WARNINGS;
  return html`<section aria-labelledby="_warnings">
    <h2 id="_warnings">Warnings <span class="aside">${warnings.length}</span></h2>
    <ul class="warnings">
      ${warnings.slice(0, MAX_WARNINGS).map((warning) => html`<li>${warningLine(warning)}</li>`)}
    </ul>
    ${rest > 0 && html`<p class="trimmed">${rest} more are in run.json.</p>`}
  </section>`;
}

function warningLine({ code, message, file, line, column, hint }: Diagnostic): Markup {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return html`<p class="message">${clip(message, 500)} ${hint !== undefined && clip(hint, 300)}</p>
    <p class="place"><code>${code}</code> ${place !== '' && html`<code>${place}</code>`}</p>`;
}

/** Machine, commit, seed and shard: what it takes to tell two runs apart. */
export function pageFooter(record: RunRecord): Markup {
  const { git, machine, seed, shard } = record;
  const facts: readonly (readonly [string, string])[] = [
    ['run', record.runId],
    ['started', readableTime(record.startedAt)],
    [
      'commit',
      git === null
        ? 'not in git'
        : `${git.commit.slice(0, 12)}${git.dirty ? ', with changes' : ''}`,
    ],
    ['order', seed === null ? 'as planned' : `shuffled, seed ${seed}`],
    ['shard', shard === null ? 'not sharded' : `${shard.index} of ${shard.total}`],
    ['machine', `${machine.platform}, ${machine.cpus} CPUs`],
    ['Node', machine.node],
    ['Seatrial', record.seatrialVersion],
  ];
  return html`<footer>
    <dl class="page">
      ${facts.map(
        ([term, value]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </footer>`;
}
