import type { Failure } from '../../evidence/index.ts';
import { formatPosition } from '../first-difference.ts';
import { clip } from '../plain-text.ts';
import { type Markup, html } from './markup.ts';

const MAX_VALUE_CHARS = 2_000;
const MAX_DETAIL_CHARS = 6_000;

/** Expected beside seen, and the longer text below. */
export function differenceBlock(why: Pick<Failure, 'expected' | 'seen' | 'detail'>): Markup {
  const hasContrast = why.expected !== null || why.seen !== null;
  return html`${
    hasContrast &&
    html`<dl class="contrast">
      ${why.expected !== null && row('expected', why.expected)}
      ${why.seen !== null && row('seen', why.seen)}
    </dl>`
  }${
    why.detail !== null &&
    why.detail !== '' &&
    html`<pre class="detail" tabindex="0">${clip(why.detail, MAX_DETAIL_CHARS)}</pre>`
  }`;
}

function row(term: 'expected' | 'seen', value: string): Markup {
  return html`<div class="${term}">
    <dt>${term}</dt>
    <dd>${clip(value, MAX_VALUE_CHARS)}</dd>
  </div>`;
}

/** Message, contrast and place of a failure. */
export function failureBlock(why: Failure): Markup {
  return html`<div class="failure">
    <p class="message">${clip(why.message, MAX_VALUE_CHARS)}</p>
    ${differenceBlock(why)}${why.source !== null && sourceLine(formatPosition(why.source))}
  </div>`;
}

export function sourceLine(position: string): Markup {
  return html`<p class="place"><span class="label">at</span> <code>${position}</code></p>`;
}

/** A command that a reader may want to repeat; the button appears where scripts run. */
export function commandLine(command: string): Markup {
  return html`<p class="command">
    <span class="label">rerun</span> <code>${command}</code
    ><button type="button" class="copy" hidden>Copy</button>
  </p>`;
}
