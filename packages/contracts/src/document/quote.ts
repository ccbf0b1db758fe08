const SEEN_LENGTH = 60;

/** The first line of a text in quotes, cut where it gets long. */
export function quote(text: string): string {
  const [line = ''] = text.split('\n');
  return JSON.stringify(line.length > SEEN_LENGTH ? `${line.slice(0, SEEN_LENGTH)}…` : line);
}
