import { isAbsolute, join } from 'node:path';

import type { Diagnostic } from '../evidence/index.ts';
import type { JsonDocument } from './json-document.ts';
import type { ProjectConfig } from './project-config.ts';
import { pathExists } from './read-text-file.ts';

/** The names that Compose itself looks for, in its order. */
const USUAL_NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/**
 * The Compose file of a project, absolute: `trial.compose_file`, else the integration gate's
 * `docker_compose_file` if it exists, else one of the usual names; null when there is none.
 */
export async function findComposeFile(
  root: string,
  config: ProjectConfig,
  document: JsonDocument | null,
): Promise<{ readonly path: string | null; readonly diagnostics: readonly Diagnostic[] }> {
  const { composeFile } = config.trial;
  if (composeFile !== null) {
    const path = isAbsolute(composeFile) ? composeFile : join(root, composeFile);
    if (await pathExists(path)) return { path, diagnostics: [] };
    const missing: Diagnostic = {
      code: 'CONFIG_COMPOSE_FILE_MISSING',
      severity: 'error',
      message: `trial.compose_file names a file that does not exist: ${composeFile}`,
      ...document?.positionOf(['trial', 'compose_file']),
      hint: 'the path is relative to the root of the project',
    };
    return { path: null, diagnostics: [missing] };
  }
  const older = config.gates.integrationTests.composeFile;
  for (const name of [...(older === null ? [] : [older]), ...USUAL_NAMES]) {
    const path = isAbsolute(name) ? name : join(root, name);
    if (await pathExists(path)) return { path, diagnostics: [] };
  }
  return { path: null, diagnostics: [] };
}
