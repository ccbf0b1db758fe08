import type { Json } from '../../evidence/index.ts';
import { type Content, type Markup, NOTHING, html } from './markup.ts';

const MAX_BLOCK_CHARS = 6_000;

/** What was sent and seen: one block for each part, JSON indented and coloured. */
export function evidenceBlocks(evidence: Json): Markup {
  if (evidence === null) {
    return NOTHING;
  }
  if (!isObject(evidence)) {
    return jsonBlock('evidence', evidence);
  }
  const entries = Object.entries(evidence).filter(([, value]) => value !== null);
  const facts = entries.filter(([, value]) => typeof value !== 'object');
  const blocks = entries.filter(([, value]) => typeof value === 'object');
  return html`${
    facts.length > 0 &&
    html`<dl class="facts">
      ${facts.map(
        ([key, value]) =>
          html`<div>
            <dt>${key}</dt>
            <dd>${fact(value)}</dd>
          </div>`,
      )}
    </dl>`
  }${blocks.map(([key, value]) => jsonBlock(key, value))}`;
}

function fact(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_BLOCK_CHARS ? `${text.slice(0, MAX_BLOCK_CHARS)}…` : text;
}

function jsonBlock(title: string, value: Json): Markup {
  const text = JSON.stringify(value, null, 2);
  const trimmed = text.length > MAX_BLOCK_CHARS;
  return html`<figure class="json">
    <figcaption><b>${title}</b> ${headline(value)}</figcaption>
    <pre tabindex="0">${coloured(text.slice(0, MAX_BLOCK_CHARS))}</pre>
    ${
      trimmed &&
      html`<p class="trimmed">${text.length - MAX_BLOCK_CHARS} more characters are in run.json.</p>`
    }
  </figure>`;
}

/** `POST http://…` of a request, `401` of a response: seen without reading the block. */
function headline(value: Json): string {
  if (!isObject(value)) {
    return '';
  }
  const { method, url, status } = value;
  return [method, url, status]
    .filter((part) => typeof part === 'string' || typeof part === 'number')
    .join(' ');
}

const TOKEN =
  /(?<key>"(?:\\.|[^"\\])*")(?=\s*:)|(?<string>"(?:\\.|[^"\\])*")|(?<word>-?\d[\d.eE+-]*|true|false|null)/g;

function coloured(json: string): Markup {
  const pieces: Content[] = [];
  let end = 0;
  for (const match of json.matchAll(TOKEN)) {
    const [text] = match;
    pieces.push(json.slice(end, match.index));
    pieces.push(html`<span class="${classOf(match.groups ?? {})}">${text}</span>`);
    end = match.index + text.length;
  }
  return html`${pieces}${json.slice(end)}`;
}

function classOf(groups: Readonly<Record<string, string | undefined>>): string {
  if (groups['key'] !== undefined) {
    return 'k';
  }
  return groups['string'] === undefined ? 'n' : 's';
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
