import type { ComposeModel } from '@seatrial/environment';
import { EnvironmentError, readComposeFile } from '@seatrial/environment';

import { SeatrialError } from '../evidence/index.ts';
import { inProject } from './in-project.ts';

/**
 * Reads the Compose file of a project; null when it has none. What is wrong with the file is said as of any
 * other input, with paths from the project's root.
 *
 * @throws {SeatrialError} `INPUT_INVALID`
 */
export function readProjectCompose(
  project: { readonly root: string; readonly composeFile: string | null },
  env: NodeJS.ProcessEnv,
): ComposeModel | null {
  const { root, composeFile } = project;
  if (composeFile === null) return null;
  try {
    const model = readComposeFile(composeFile, { env });
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
