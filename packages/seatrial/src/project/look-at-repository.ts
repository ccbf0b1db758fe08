import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Runner } from './suite.ts';

/** A suite that a repository seems to have. */
export interface SeenSuite {
  readonly name: string;
  readonly runner: Exclude<Runner, 'junit'>;
  /** Relative to the repository; `.` for its root. */
  readonly directory: string;
  /** Why we think so, for the person who reads the proposal. */
  readonly because: string;
}

/** What a first look at a repository tells. */
export interface Repository {
  readonly root: string;
  readonly name: string;
  /** Relative to the root; null when there is none. */
  readonly composeFile: string | null;
  readonly suites: readonly SeenSuite[];
}

export const COMPOSE_FILES = [
  'compose.yaml',
  'compose.yml',
  'docker-compose.yaml',
  'docker-compose.yml',
  'docker-compose.integration.yml',
] as const;

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'build', 'vendor', 'fixtures', 'venv']);
const DEPTH = 2;

/** Looks for a Compose file and for test suites, at most two folders deep; starts nothing. */
export function lookAtRepository(root: string): Repository {
  return {
    root,
    name: root.split(/[\\/]/).at(-1) ?? 'project',
    composeFile: COMPOSE_FILES.find((file) => existsSync(join(root, file))) ?? null,
    suites: foldersOf(root).flatMap((directory) => suitesOf(root, directory)),
  };
}

function foldersOf(root: string): readonly string[] {
  const folders = ['.'];
  const visit = (folder: string, depth: number): void => {
    if (depth > DEPTH) return;
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const hidden = entry.name.startsWith('.') || SKIPPED_FOLDERS.has(entry.name);
      if (!entry.isDirectory() || hidden) continue;
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
      folders.push(path);
      visit(path, depth + 1);
    }
  };
  visit('.', 1);
  return folders.toSorted();
}

function suitesOf(root: string, directory: string): readonly SeenSuite[] {
  const label = directory === '.' ? 'root' : directory.replaceAll('/', '-');
  return [...packageRunners(join(root, directory)), ...pythonRunners(join(root, directory))].map(
    ({ runner, because }) => ({
      name: `${label}-${runner.replace(':', '-')}`,
      runner,
      directory,
      because,
    }),
  );
}

interface SeenRunner {
  readonly runner: SeenSuite['runner'];
  readonly because: string;
}

function packageRunners(folder: string): readonly SeenRunner[] {
  const manifest = readManifest(join(folder, 'package.json'));
  if (manifest === null) return [];
  const dependencies = { ...manifest.dependencies, ...manifest.devDependencies };
  const script = manifest.scripts?.['test'] ?? '';
  const seen: SeenRunner[] = [];
  if ('vitest' in dependencies) seen.push({ runner: 'vitest', because: 'depends on vitest' });
  if ('jest' in dependencies) seen.push({ runner: 'jest', because: 'depends on jest' });
  if ('@playwright/test' in dependencies) {
    seen.push({ runner: 'playwright', because: 'depends on @playwright/test' });
  }
  if (/\bnode\b.*\s--test\b/.test(script)) {
    seen.push({ runner: 'node:test', because: 'its test script runs node --test' });
  }
  return seen;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** Null when there is none, or none that can be read: a first look guesses, it does not complain. */
function readManifest(path: string): Manifest | null {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  } catch {
    return null;
  }
}

function pythonRunners(folder: string): readonly SeenRunner[] {
  if (existsSync(join(folder, 'pytest.ini'))) {
    return [{ runner: 'pytest', because: 'has a pytest.ini' }];
  }
  const mentions = ['pyproject.toml', 'requirements.txt', 'requirements-dev.txt', 'setup.cfg'].find(
    (file) => {
      const path = join(folder, file);
      return existsSync(path) && readFileSync(path, 'utf8').includes('pytest');
    },
  );
  return mentions === undefined ? [] : [{ runner: 'pytest', because: `${mentions} names pytest` }];
}
