/** `INT-07`, `INT-ST-01`, `S-3`, `G-5.1-05`: ends in a dash and a number, stands alone. */
const TOKEN =
  '[A-Z][A-Z0-9]*(?:-[A-Z0-9]+(?:\\.[A-Z0-9]+)*)*-\\d+(?:\\.\\d+)*(?![A-Za-z0-9_]|-[A-Za-z0-9])';
const LEADING = new RegExp(`^(?:scenario\\s+)?[[(\`]?(${TOKEN})[\\])\`]?`, 'i');
const EXACT = new RegExp(`^${TOKEN}$`);

/**
 * The id a heading, list item or table cell begins with (after an optional word `Scenario`), and the
 * title after it; null when it merely mentions an id, or none.
 */
export function leadingId(text: string): { readonly id: string; readonly title: string } | null {
  const found = LEADING.exec(text);
  const id = found?.[1];
  // The word "Scenario" may be written in any case, an id may not.
  if (found === null || id === undefined || !EXACT.test(id)) return null;
  return { id, title: afterSeparator(text.slice(found[0].length)) };
}

/** `Scenario 3: title`, as the templates have it; the number may be missing, the colon then not. */
export function numberedScenario(
  heading: string,
): { readonly number: number | null; readonly title: string } | null {
  const found = /^scenario\b\s*(\d+)?\s*([:.\u2013\u2014-])?\s*(.*)$/i.exec(heading);
  if (found === null) return null;
  const [, digits, separator, title = ''] = found;
  if (digits === undefined && separator === undefined) return null;
  if (digits !== undefined && separator === undefined && title !== '') return null;
  return { number: digits === undefined ? null : Number(digits), title };
}

/**
 * The id of a scenario that has only a number: `order-flow.md`, Scenario 3 → `ORDER-FLOW-S-3`. It depends
 * on the file's name and the number alone, so it stays the same while scenarios come and go around it.
 */
export function numberedScenarioId(file: string, number: number): string {
  const stem = file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
  const word = stem
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  const prefix = /^[A-Z]/.test(word) ? word : `SPEC${word === '' ? '' : `-${word}`}`;
  return `${prefix}-S-${number}`;
}

/**
 * The ids of a list such as `FR-01, 02 and QR-01` (a bare number takes the prefix before it), and the
 * words that look like ids and are none.
 */
export function readIdList(text: string): {
  readonly ids: readonly string[];
  readonly unread: readonly string[];
} {
  const ids: string[] = [];
  const unread: string[] = [];
  for (const word of text.split(/[\s,;&()[\]`]+/)) {
    const token = word.replace(/[.:]+$/, '');
    const prefix = ids.at(-1)?.replace(/\d+(?:\.\d+)*$/, '');
    if (EXACT.test(token)) ids.push(token);
    else if (/^\d+(?:\.\d+)*$/.test(token) && prefix !== undefined) ids.push(prefix + token);
    else if (/\d/.test(token)) unread.push(token);
  }
  return { ids: [...new Set(ids)], unread };
}

function afterSeparator(text: string): string {
  return text.replace(/^[\s:.|)\]\u2013\u2014-]+/, '').trim();
}
