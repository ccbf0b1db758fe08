import { foldName } from './markdown.ts';

export type LabelName =
  | 'setup'
  | 'actions'
  | 'expected'
  | 'covers'
  | 'proof'
  | 'required'
  | 'description'
  | 'diagram';

const NAMES: ReadonlyMap<string, LabelName> = new Map([
  ['setup', 'setup'],
  ['set-up', 'setup'],
  ['set up', 'setup'],
  ['action', 'actions'],
  ['actions', 'actions'],
  ['expected', 'expected'],
  ['expected result', 'expected'],
  ['expected results', 'expected'],
  ['covers', 'covers'],
  ['requirement', 'covers'],
  ['requirements', 'covers'],
  ['proof', 'proof'],
  ['required', 'required'],
  ['description', 'description'],
  ['sequence diagram', 'diagram'],
]);

export interface Label {
  /** Null for a bold label that means nothing to a scenario: what follows it belongs to nobody. */
  readonly name: LabelName | null;
  readonly rest: string;
}

/**
 * Reads a line as a label: `**X:**`, `**X**:` and `X:` look alike once their marks are off. A line in
 * bold from its start to a colon is a label even when its name is not known.
 */
export function readLabel(line: {
  readonly text: string;
  readonly startsBold: boolean;
}): Label | null {
  const colon = line.text.indexOf(':');
  if (colon === -1) {
    const name = line.startsBold ? NAMES.get(foldName(line.text)) : undefined;
    return name === undefined ? null : { name, rest: '' };
  }
  const name = NAMES.get(foldName(line.text.slice(0, colon)));
  const rest = line.text.slice(colon + 1).trim();
  if (name !== undefined) return { name, rest };
  return line.startsBold && rest === '' ? { name: null, rest } : null;
}

/** The label that a heading stands for (`#### Setup`); null for any other heading. */
export function headingLabel(heading: string): LabelName | null {
  return NAMES.get(foldName(heading)) ?? null;
}

/** `an invoice. Action: pay. Expected: 409` → the parts, each with the label it stands under. */
export function splitInline(
  label: LabelName,
  rest: string,
): readonly { readonly name: LabelName; readonly text: string }[] {
  const parts: { name: LabelName; text: string }[] = [];
  let name = label;
  let start = 0;
  for (const found of rest.matchAll(/(?<=[.;,])\s+(Setup|Actions?|Expected(?: Results?)?):\s*/gi)) {
    parts.push({ name, text: rest.slice(start, found.index) });
    name = NAMES.get(foldName(found[1] ?? '')) ?? name;
    start = found.index + found[0].length;
  }
  parts.push({ name, text: rest.slice(start) });
  return parts
    .map((part) => ({ ...part, text: part.text.trim() }))
    .filter(({ text }) => text !== '');
}
