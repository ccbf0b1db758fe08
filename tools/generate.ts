/**
 * Writes every file that is made from code: the published JSON Schemas, the OpenAPI document of the
 * cooker, and the page of the command line; completes the lock file. With `--check` it writes nothing and names what is stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { documentSchemas } from '../packages/seatrial/src/cli/documents.ts';
import { configJsonSchema } from '../packages/seatrial/src/project/index.ts';
import { runJsonSchema } from '../packages/seatrial/src/report/index.ts';
import { scenarioJsonSchema } from '../packages/seatrial/src/spec/index.ts';
import { specJsonSchema } from '../packages/seatrial/src/spec/spec-json-schema.ts';
import { openApiText } from '../systems/cooker/src/openapi/document.ts';
import { cliPage } from './cli-page.ts';
import { completeLockfile } from './complete-lockfile.ts';

/** A file that is made from code. */
export interface GeneratedFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** All generated files, in the order of their paths; the same code makes the same bytes. */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  const schemas: Readonly<Record<string, unknown>> = {
    ...documentSchemas(),
    config: configJsonSchema(),
    run: runJsonSchema(),
    scenario: scenarioJsonSchema(),
    spec: specJsonSchema(),
  };
  const files = [
    { path: 'contracts/cooker.openapi.json', text: openApiText() },
    { path: 'docs/cli.md', text: await cliPage() },
    { path: 'package-lock.json', text: completeLockfile(readLockfile()) },
    ...Object.entries(schemas).map(([name, schema]) => ({
      path: `packages/seatrial/schemas/${name}.schema.json`,
      text: `${JSON.stringify(schema, null, 2)}\n`,
    })),
  ];
  return files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

function readLockfile(): string {
  return readFileSync(join(ROOT, 'package-lock.json'), 'utf8');
}

/** Writes all files below a folder; answers the paths of those that changed. */
export async function generate(root: string): Promise<readonly string[]> {
  const stale = await staleFiles(root);
  for (const { path, text } of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return stale.map(({ path }) => path);
}

/** The files below a folder that are missing or not what the code would write. */
export async function staleFiles(root: string): Promise<readonly GeneratedFile[]> {
  const files = await generatedFiles();
  return files.filter(({ path, text }) => {
    const file = join(root, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  });
}

/** Where the files stand and who is told. */
export interface GenerateIo {
  readonly root: string;
  readonly say: (line: string) => void;
}

/** Answers the exit code. */
export async function main(argv: readonly string[], { root, say }: GenerateIo): Promise<number> {
  if (!argv.includes('--check')) {
    for (const path of await generate(root)) say(`wrote ${path}`);
    return 0;
  }
  const stale = await staleFiles(root);
  for (const { path } of stale) {
    say(`${path}:1:1: error: not what the code would write; run: npm run generate`);
  }
  return stale.length === 0 ? 0 : 1;
}

function sayAloud(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (import.meta.main) {
  process.exitCode = await main(process.argv.slice(2), { root: ROOT, say: sayAloud });
}
