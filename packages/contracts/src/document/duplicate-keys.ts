const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const SPACE = 0x20;

/** How many keys a valid JSON text has; a text is a key when a colon follows it. */
export function countKeys(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1;) {
    let end = endOfString(text, at);
    while (text.charCodeAt(end) <= SPACE) end += 1;
    if (text.charCodeAt(end) === COLON) count += 1;
    at = text.indexOf('"', end);
  }
  return count;
}

/** A key that stands twice in one mapping. */
export interface DuplicateKey {
  readonly key: string;
  readonly first: number;
  readonly offset: number;
}

/** Finds the first key of a valid JSON text that its mapping has already. */
export function findDuplicateKey(text: string): DuplicateKey | undefined {
  const open: Map<string, number>[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      let next = end;
      while (text.charCodeAt(next) <= SPACE) next += 1;
      if (text.charCodeAt(next) === COLON) {
        const key = String(JSON.parse(text.slice(at, end)));
        const first = open.at(-1)?.get(key);
        if (first !== undefined) return { key, first, offset: at };
        open.at(-1)?.set(key, at);
      }
      at = end - 1;
    } else if (text[at] === '{') open.push(new Map());
    else if (text[at] === '}') open.pop();
  }
  return undefined;
}

/** Offset behind the closing quote of the text that begins at an offset. */
export function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes += 1;
    if (escapes % 2 === 0) return end + 1;
  }
  return text.length;
}
