import { isAbsolute, join } from 'node:path';

import type { Diagnostic } from '../evidence/index.ts';
import type { JsonDocument } from './json-document.ts';
import type { ProjectConfig } from './project-config.ts';
import { pathExists } from './read-text-file.ts';

/** The names that Compose itself looks for, in its order, each with its overlay. */
const USUAL_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
const USUAL_OVERLAYS: readonly string[] = [
  'compose.override.yaml',
  'compose.override.yml',
  'docker-compose.override.yaml',
  'docker-compose.override.yml',
];

interface FoundFiles {
  readonly paths: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The Compose files of a project, absolute, each overlaying the ones before it: those of `trial.compose_file`, else
 * the integration gate's `docker_compose_file` if it exists, else one of the usual names with its overlay, as Compose
 * itself does it; empty when there is none.
 */
export async function findComposeFiles(
  root: string,
  config: ProjectConfig,
  document: JsonDocument | null,
): Promise<FoundFiles> {
  const { composeFiles } = config.trial;
  if (composeFiles !== null) return namedFiles(root, composeFiles, document);
  const older = config.gates.integrationTests.composeFile;
  const named = older === null ? undefined : await firstThatExists(root, [older]);
  if (named !== undefined) return { paths: [named], diagnostics: [] };
  const usual = await firstThatExists(root, USUAL_NAMES);
  if (usual === undefined) return { paths: [], diagnostics: [] };
  const overlay = await firstThatExists(root, USUAL_OVERLAYS);
  return { paths: overlay === undefined ? [usual] : [usual, overlay], diagnostics: [] };
}

async function namedFiles(
  root: string,
  names: readonly string[],
  document: JsonDocument | null,
): Promise<FoundFiles> {
  const paths = names.map((name) => absolute(root, name));
  const exist = await Promise.all(paths.map(pathExists));
  const diagnostics = names
    .filter((_, index) => exist[index] !== true)
    .map((name): Diagnostic => {
      const message = `trial.compose_file names a file that does not exist: ${name}`;
      return {
        code: 'CONFIG_COMPOSE_FILE_MISSING',
        severity: 'error',
        message,
        ...positionOf(name, names, document),
        hint: 'the path is relative to the root of the project',
      };
    });
  return { paths: diagnostics.length > 0 ? [] : paths, diagnostics };
}

/** Of the name itself: in a list, that of the element. */
function positionOf(
  name: string,
  names: readonly string[],
  document: JsonDocument | null,
): ReturnType<JsonDocument['positionOf']> | undefined {
  // In a single name the index leads nowhere, and the nearest thing around it is the name.
  return document?.positionOf(['trial', 'compose_file', names.indexOf(name)]);
}

async function firstThatExists(
  root: string,
  names: readonly string[],
): Promise<string | undefined> {
  const exist = await Promise.all(names.map((name) => pathExists(absolute(root, name))));
  const found = names[exist.indexOf(true)];
  return found === undefined ? undefined : absolute(root, found);
}

function absolute(root: string, path: string): string {
  return isAbsolute(path) ? path : join(root, path);
}
