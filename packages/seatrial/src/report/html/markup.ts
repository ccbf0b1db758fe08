import { plainText } from '../plain-text.ts';

/** HTML that is safe to put into a page. Only the `html` tag makes it, so nothing gets in unescaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template: text and numbers are escaped, null and false vanish. */
export type Content = Markup | string | number | null | false | readonly Content[];

/** `html\`<p>${name}</p>\``: markup with every interpolated text escaped, in bodies and in quoted attributes. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const pieces = parts.map((part, index) => {
    // The template's own indentation would be a third of a large page.
    const written = part.replaceAll(/\s*\n\s*/g, ' ');
    return index < contents.length ? written + render(contents[index] ?? null) : written;
  });
  return new Markup(pieces.join(''));
}

export const NOTHING: Markup = new Markup('');

function render(content: Content): string {
  if (content === null || content === false) {
    return '';
  }
  if (content instanceof Markup) {
    return content.text;
  }
  if (typeof content === 'string' || typeof content === 'number') {
    return escapeHtml(String(content));
  }
  return content.map(render).join('');
}

function escapeHtml(text: string): string {
  return plainText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** The `id` under which a check can be linked to: `#INT-07`. */
export function anchorOf(check: string): string {
  return plainText(check).replaceAll(/\s+/g, '_');
}

export function linkTo(check: string): string {
  return `#${encodeURIComponent(anchorOf(check))}`;
}
