import type { ApiMedia } from '../api/api.ts';
import { pointerOf } from '../document/place.ts';
import type { ExchangeCheck, ViolationList } from './exchange-check.ts';
import { findMedia, readBody } from './exchange-check.ts';
import type { Side } from './to-json-schema.ts';

/** A body as it was sent, and what the contract says of it. */
export interface SentContent {
  readonly side: Side;
  /** Not empty. */
  readonly text: string;
  readonly contentType: string;
  readonly content: readonly ApiMedia[];
  /** JSON pointer to where the contract lists what it may be. */
  readonly pointer: string;
}

/** Checks media type and value of a body. */
export function checkContent(sent: SentContent, use: ExchangeCheck, list: ViolationList): void {
  const { side, text, contentType, content, pointer } = sent;
  const code = `${side}-body-invalid` as const;
  const media = findMedia(content, contentType);
  if (media === undefined) {
    const known = content.map(({ mediaType }) => mediaType).join(', ');
    const message = `the body is ${contentType || 'of no media type'}; the contract has ${known}`;
    list.add({ code: `${side}-media-type`, message, at: 'header content-type', pointer });
    return;
  }
  const read = readBody(text, contentType, { schema: media.schema, shapes: use.shapes });
  if (read.kind === 'broken') {
    const message = `the body is not valid ${contentType}: ${read.reason}`;
    list.add({ code, message, at: 'body', pointer: pointerOf(media.place) });
  }
  if (read.kind !== 'value' || media.schema === undefined) return;
  if (side === 'response') use.seeFields?.(media.schema, read.value);
  const found = use.validator.validate(media.schema, side, read.value);
  if (found === undefined) return;
  const { at, message } = found;
  list.add({ code, message, at: `body ${at}`.trim(), pointer: found.pointer });
}
