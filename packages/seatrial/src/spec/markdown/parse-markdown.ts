import MarkdownIt from 'markdown-it';
import type { StateCore } from 'markdown-it';

import type { Block } from '../markdown.ts';
import { BlockReader } from './block-reader.ts';

const CHECK_BOX = /^\[([ \txX])\](?=\s)/;

const parser = new MarkdownIt({ html: true })
  // Escaped signs stay apart from the text around them, so that each can be found where it is written.
  .disable('text_join');
parser.core.ruler.after('block', 'check_box', takeOffCheckBoxes);
// CommonMark refuses no link; what is not understood as one would be read as text.
parser.validateLink = () => true;

/**
 * The blocks of the lines of a Markdown text, each with its place: CommonMark, with GFM's tables and check boxes. Never
 * throws, since every text is Markdown.
 */
export function parseMarkdown(lines: readonly string[]): readonly Block[] {
  const { unescapeAll } = parser.utils;
  return new BlockReader(parser.parse(lines.join('\n'), {}), lines, unescapeAll).read();
}

/** GFM's check boxes: `[ ]` or `[x]` at the beginning of an item. */
function takeOffCheckBoxes({ tokens }: StateCore): void {
  for (const [index, item] of tokens.entries()) {
    const inline = tokens[index + 2];
    if (item.type !== 'list_item_open' || inline?.type !== 'inline') continue;
    const [box, sign = ''] = CHECK_BOX.exec(inline.content) ?? [];
    if (box === undefined || tokens[index + 1]?.type !== 'paragraph_open') continue;
    item.meta = { checked: sign.trim() !== '' };
    inline.content = inline.content.slice(box.length);
  }
}
