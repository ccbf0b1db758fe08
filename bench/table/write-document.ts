import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Puts each text between its marks, `<!-- bench:NAME:begin -->` and `<!-- bench:NAME:end -->`; the prose
 * around them is written by hand and stays.
 *
 * @throws when the document has not both marks of a name
 */
export function writeDocument(path: URL, texts: ReadonlyMap<string, string>): void {
  let document = readFileSync(path, 'utf8');
  for (const [name, text] of texts) document = replaceBetweenMarks(document, name, text);
  writeFileSync(path, document);
}

function replaceBetweenMarks(document: string, name: string, text: string): string {
  const begin = `<!-- bench:${name}:begin -->`;
  const end = `<!-- bench:${name}:end -->`;
  const from = document.indexOf(begin);
  const to = document.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`the document has no marks ${begin} … ${end}`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}
