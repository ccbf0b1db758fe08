import { basename, join } from 'node:path';

import type { Diagnostic } from '../evidence/index.ts';
import { findComposeFiles } from './find-compose-files.ts';
import { findProjectRoot } from './find-project.ts';
import type { JsonDocument } from './json-document.ts';
import { lintConfig } from './lint-config.ts';
import { lintWorkItems } from './lint-work-items.ts';
import type { ProjectConfig } from './project-config.ts';
import { readConfig } from './read-config.ts';
import { pathExists } from './read-text-file.ts';
import { readWorkItems } from './read-work-items.ts';
import type { Milestone } from './read-work-items.ts';
import type { WorkItem } from './work-item.ts';

/** A project as its `.session/` says, read once and never written. */
export interface Project {
  /** Absolute. */
  readonly root: string;
  /** The name of its folder. */
  readonly name: string;
  readonly config: ProjectConfig;
  /** Null when there is no config file, or none that is JSON. */
  readonly configDocument: JsonDocument | null;
  readonly workItems: readonly WorkItem[];
  readonly milestones: readonly Milestone[];
  /** Absolute, each overlays the ones before it; empty when the project has none. */
  readonly composeFiles: readonly string[];
  /** With an error among them, `config` must not be acted on: `makePlan` refuses. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds the project that a folder belongs to, and reads it.
 *
 * @throws {SeatrialError} `PROJECT_NOT_FOUND`
 */
export async function openProject(from: string): Promise<Project> {
  return readProject(await findProjectRoot(from));
}

/** Reads the project at a root. Nothing is cached, so a long-lived process sees every change (B-CFG-06). */
export async function readProject(root: string): Promise<Project> {
  const [reading, items] = await Promise.all([readConfig(root), readWorkItems(root)]);
  const [compose, directories] = await Promise.all([
    findComposeFiles(root, reading.config, reading.document),
    missingDirectories(root, reading.config),
  ]);
  return {
    root,
    name: basename(root),
    config: reading.config,
    configDocument: reading.document,
    workItems: items.workItems,
    milestones: items.milestones,
    composeFiles: compose.paths,
    diagnostics: [
      ...reading.diagnostics,
      ...compose.diagnostics,
      ...directories,
      ...items.diagnostics,
    ],
  };
}

/** What `spec lint` says of a project besides its diagnostics. */
export function lintProject(project: Project): readonly Diagnostic[] {
  const { configDocument, workItems } = project;
  return [
    ...(configDocument === null ? [] : lintConfig(configDocument)),
    ...lintWorkItems(workItems),
  ];
}

async function missingDirectories(
  root: string,
  config: ProjectConfig,
): Promise<readonly Diagnostic[]> {
  const found = await Promise.all(
    config.trial.suites.map(async (suite): Promise<Diagnostic[]> => {
      if (await pathExists(join(root, suite.directory))) return [];
      const message = `suite ${JSON.stringify(suite.name)} starts in a directory that does not exist`;
      const hint = 'the path is relative to the root of the project';
      const base = { code: 'CONFIG_SUITE_DIRECTORY', severity: 'error' } as const;
      return [{ ...base, message, ...suite.source, seen: suite.directory, hint }];
    }),
  );
  return found.flat();
}
