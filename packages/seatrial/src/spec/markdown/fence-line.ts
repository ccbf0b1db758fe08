/** A fence at the very beginning of its line. */
export interface Fence {
  /** What opened it, e.g. three backticks: at least as many of the same close it. */
  readonly marker: string;
  /** What stands behind the marker. */
  readonly info: string;
}

/** The fence that a line opens, of those that are not indented. */
export function openedFence(line: string): Fence | null {
  const found = /^(?:(`{3,})([^`]*)|(~{3,})(.*))$/.exec(line);
  if (found === null) return null;
  const [, ticks, info = '', tildes, tildeInfo = ''] = found;
  return { marker: ticks ?? tildes ?? '', info: (ticks === undefined ? tildeInfo : info).trim() };
}

export function closesFence(line: string, { marker }: Fence): boolean {
  const found = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line)?.[1];
  return found !== undefined && found.startsWith(marker);
}
