import { REQUIREMENT_STATES } from '../../evidence/index.ts';
import type {
  Outcome,
  RequirementRecord,
  RequirementState,
  RunRecord,
} from '../../evidence/index.ts';
import { formatPosition } from '../first-difference.ts';
import { clip } from '../plain-text.ts';
import { mark } from './marks.ts';
import { type Markup, NOTHING, html, linkTo } from './markup.ts';

const MAX_CHECKS_SHOWN = 24;

const LOOKS: Readonly<Record<RequirementState, Outcome>> = {
  verified: 'passed',
  failing: 'failed',
  covered: 'flaky',
  uncovered: 'skipped',
};

/** Requirement by requirement: how far it is proven, and by which checks. */
export function requirementsSection(record: RunRecord): Markup {
  const { requirements } = record;
  if (requirements.length === 0) {
    return NOTHING;
  }
  const outcomes = new Map(record.checks.map((check) => [check.id, check.outcome]));
  return html`<section aria-labelledby="_requirements">
    <h2 id="_requirements">Requirements <span class="aside">${tally(requirements)}</span></h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Id</th>
            <th scope="col">Requirement</th>
            <th scope="col">State</th>
            <th scope="col">Checks</th>
          </tr>
        </thead>
        <tbody>
          ${requirements.map((requirement) => row(requirement, outcomes))}
        </tbody>
      </table>
    </div>
  </section>`;
}

function tally(requirements: readonly RequirementRecord[]): string {
  return REQUIREMENT_STATES.toReversed()
    .map((state) => ({ state, count: requirements.filter((one) => one.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`)
    .join(', ');
}

function row(requirement: RequirementRecord, outcomes: ReadonlyMap<string, Outcome>): Markup {
  const { id, title, state, checks, source } = requirement;
  const rest = checks.length - MAX_CHECKS_SHOWN;
  return html`<tr>
    <th scope="row" title="${formatPosition(source)}"><code>${id}</code></th>
    <td>${clip(title, 300)}</td>
    <td class="state ${LOOKS[state]}">${mark(LOOKS[state])} ${state}</td>
    <td class="links">
      ${checks.slice(0, MAX_CHECKS_SHOWN).map((check) => checkLink(check, outcomes.get(check)))}
      ${rest > 0 && html`<span class="aside">and ${rest} more</span>`}
    </td>
  </tr>`;
}

function checkLink(check: string, outcome: Outcome | undefined): Markup {
  return outcome === undefined
    ? html`<span>${check}</span> `
    : html`<a class="${outcome}" href="${linkTo(check)}">${check}</a> `;
}
