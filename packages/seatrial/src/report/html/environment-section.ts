import type {
  EnvironmentRecord,
  NotProvenRecord,
  RunRecord,
  ServiceRecord,
} from '../../evidence/index.ts';
import { formatDuration } from '../duration.ts';
import { clip, plainText } from '../plain-text.ts';
import { isEmulated, providedBy } from '../provided-by.ts';
import { failureBlock } from './difference-block.ts';
import { mark } from './marks.ts';
import { type Markup, NOTHING, html } from './markup.ts';

const MAX_LOG_CHARS = 8_000;

/** The services of the run: who provides them, where they listened, how long they took, which died. */
export function environmentSection(record: RunRecord): Markup {
  const { environment } = record;
  if (environment === null) {
    return NOTHING;
  }
  return html`<section aria-labelledby="_environment">
    <h2 id="_environment">Environment <span class="aside">${summary(environment)}</span></h2>
    ${environment.failure !== null && failureBlock(environment.failure)}
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col">Provided by</th>
            <th scope="col">Command</th>
            <th scope="col">Ports</th>
            <th scope="col">Ready after</th>
          </tr>
        </thead>
        <tbody>
          ${environment.services.map(serviceRow)} ${environment.notProven.map(notProvenRow)}
        </tbody>
      </table>
    </div>
    ${fixtures(environment)} ${environment.services.map(death)}
  </section>`;
}

function fixtures({ fixtures: applied }: EnvironmentRecord): Markup {
  if (applied.length === 0) {
    return NOTHING;
  }
  return html`<p>
    Fixtures:
    ${applied.map(
      ({ file, service, durationMs }) =>
        html`<code>${file}</code>
          <span class="aside"
            >${service !== null && `for ${service}, `}${formatDuration(durationMs)}</span
          > `,
    )}
  </p>`;
}

function summary({ driver, engine, readyAfterMs }: EnvironmentRecord): string {
  const ready =
    readyAfterMs === null ? 'never ready' : `ready after ${formatDuration(readyAfterMs)}`;
  return `${driver} driver${engine === null ? '' : ` (${engine})`}, ${ready}`;
}

function serviceRow(service: ServiceRecord): Markup {
  const provided = providedBy(service);
  const { name, command, ports, readyAfterMs, died, log } = service;
  const state = died === null && readyAfterMs !== null ? 'passed' : 'failed';
  return html`<tr>
    <th scope="row">${mark(state)} ${name}</th>
    <td>${isEmulated(service) ? html`<b>${clip(provided, 200)}</b>` : clip(provided, 200)}</td>
    <td>
      <code>${clip(command, 300)}</code><br /><a class="aside" href="${addressOf(log)}">${log}</a>
    </td>
    <td class="numbers">
      ${Object.entries(ports).map(([inside, outside]) => html`<span>${inside} → ${outside}</span> `)}
    </td>
    <td class="numbers">${readyAfterMs === null ? 'never' : formatDuration(readyAfterMs)}</td>
  </tr>`;
}

function notProvenRow({ service, reason, remedy }: NotProvenRecord): Markup {
  return html`<tr>
    <th scope="row">${mark('skipped')} ${service}</th>
    <td colspan="4">not proven: ${clip(reason, 500)}. To prove it: ${clip(remedy, 500)}</td>
  </tr>`;
}

/** Relative to the page, which stands in the run folder; `./` keeps a name from being read as a scheme. */
function addressOf(log: string): string {
  return `./${plainText(log).split('/').map(encodeURIComponent).join('/')}`;
}

function death({ name, died }: ServiceRecord): Markup {
  if (died === null) {
    return NOTHING;
  }
  const tail = died.logTail.join('\n').slice(-MAX_LOG_CHARS);
  return html`<details class="death" open>
    <summary>
      ${mark('failed')} <b>${name}</b> ended by itself <span class="aside">${died.exit}</span>
    </summary>
    <pre tabindex="0">${tail === '' ? '(it wrote nothing)' : tail}</pre>
  </details>`;
}
