import type { Random } from './random.ts';

const BYTE_KINDS = ['flip', 'cut', 'insert', 'repeat'] as const;
const LONGEST = 40;
const INSERTED = [
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '\n',
  '\t',
  '- ',
  '&a ',
  '*a',
  '#',
  '\u0000',
  '\uFEFF',
  '---\n',
  '0',
  'é',
];

/** Damages a text as a bad line or a bad editor would. */
export function mutateBytes(
  text: string,
  random: Random,
): { readonly kind: string; readonly text: string } {
  const kind = random.pick(BYTE_KINDS);
  const at = random.below(text.length);
  const end = Math.min(text.length, at + 1 + random.below(LONGEST));
  const before = text.slice(0, at);
  switch (kind) {
    case 'flip': {
      const flipped = String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(7)));
      return { kind: 'bytes flip', text: before + flipped + text.slice(at + 1) };
    }
    case 'cut':
      return { kind: 'bytes cut', text: before + text.slice(end) };
    case 'insert':
      return { kind: 'bytes insert', text: before + random.pick(INSERTED) + text.slice(at) };
    case 'repeat':
      return { kind: 'bytes repeat', text: text.slice(0, end) + text.slice(at) };
    default:
      return kind satisfies never;
  }
}
