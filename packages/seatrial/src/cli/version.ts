import { readFileSync } from 'node:fs';

/** The version of this package. */
export function seatrialVersion(): string {
  // Two levels up is the package root from `src/cli/` and from `dist/src/cli/` alike.
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return version;
}
