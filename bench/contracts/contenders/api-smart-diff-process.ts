/** Compares two descriptions with api-smart-diff. Arguments: its folder, two files. Prints a line for each change. */
import { readFileSync } from 'node:fs';
import { createRequire, enableCompileCache } from 'node:module';

enableCompileCache();
const [folder = '', base = '', revision = ''] = process.argv.slice(2);
const required = createRequire(import.meta.url);
const { apiCompare } = required(folder) as {
  readonly apiCompare: (
    before: unknown,
    after: unknown,
  ) => { readonly diffs: readonly { readonly type: string; readonly description?: string }[] };
};

const { diffs } = apiCompare(read(base), read(revision));
process.stdout.write(
  diffs.map(({ type, description = '' }) => `${type} ${description}\n`).join(''),
);

function read(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  if (text.startsWith('{')) return JSON.parse(text);
  const ours = createRequire(new URL('../../../packages/contracts/package.json', import.meta.url));
  return (ours('js-yaml') as { readonly load: (text: string) => unknown }).load(text);
}
