import type { ComposeModel } from '@seatrial/environment';
import { EnvironmentError, readComposeFile } from '@seatrial/environment';

import { SeatrialError } from '../evidence/index.ts';
import { inProject } from './in-project.ts';

/**
 * Reads the Compose files of a project as one; null when it has none. What is wrong with them is said as of any
 * other input, with paths from the project's root.
 *
 * @throws {SeatrialError} `INPUT_INVALID`
 */
export function readProjectCompose(
  project: { readonly root: string; readonly composeFiles: readonly string[] },
  env: NodeJS.ProcessEnv,
  profiles: readonly string[] = [],
): ComposeModel | null {
  const { root, composeFiles } = project;
  if (composeFiles.length === 0) return null;
  try {
    const model = readComposeFile(composeFiles, { env, profiles });
    return {
      ...model,
      warnings: model.warnings.map((warning) => inProject(root, warning)),
      findings: model.findings.map((finding) => ({
        ...finding,
        diagnostic: inProject(root, finding.diagnostic),
      })),
    };
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    throw SeatrialError.input(error.diagnostics.map((diagnostic) => inProject(root, diagnostic)));
  }
}
