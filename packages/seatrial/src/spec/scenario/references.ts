/** `${name}`: a captured value. `${service.VARIABLE}`: a variable of a Compose service. */
export type Reference =
  | { readonly form: 'capture'; readonly name: string; readonly written: string }
  | {
      readonly form: 'variable';
      readonly service: string;
      readonly variable: string;
      readonly written: string;
    };

/** Text in pieces: what stands there, and what is put in. */
export type TemplatePart =
  | string
  | Reference
  | { readonly form: 'malformed'; readonly written: string };

export const CAPTURE_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const VARIABLE = /^([A-Za-z0-9][A-Za-z0-9_.-]*)\.([A-Za-z_][A-Za-z0-9_]*)$/;
const REFERENCE = /\$\$\{|\$\{([^}]*)\}?/g;

export function hasReference(text: string): boolean {
  // Looking for one sign is several times as fast, and most texts have none.
  const at = text.indexOf('$');
  return at !== -1 && text.includes('${', at);
}

/** Splits a text at its references; `$${` is a literal `${`. */
export function parseTemplate(text: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const match of text.matchAll(REFERENCE)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    parts.push(match[0] === '$${' ? '${' : toReference(match[0], match[1] ?? ''));
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

function toReference(written: string, name: string): TemplatePart {
  if (!written.endsWith('}')) return { form: 'malformed', written };
  if (CAPTURE_NAME.test(name)) return { form: 'capture', name, written };
  const [, service, variable] = VARIABLE.exec(name) ?? [];
  return service === undefined || variable === undefined
    ? { form: 'malformed', written }
    : { form: 'variable', service, variable, written };
}
