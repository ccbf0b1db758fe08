export { RUNNERS } from './suite.ts';
export type { Runner, Suite } from './suite.ts';
export { WORK_ITEM_STATUSES, WORK_ITEM_TYPES } from './work-item.ts';
export type {
  StructuredFields,
  WorkItem,
  WorkItemGit,
  WorkItemSession,
  WorkItemStatus,
  WorkItemType,
} from './work-item.ts';
export type { CommandGate, Gate, GatesConfig, IntegrationGate, Severity } from './gates-config.ts';
export type {
  CurationConfig,
  DeploymentConfig,
  GitWorkflowConfig,
  ProjectConfig,
  TrialConfig,
} from './project-config.ts';
export { configJsonSchema } from './config-schema.ts';
export { findProjectRoot } from './find-project.ts';
export { CONFIG_FILE, parseConfig, readConfig } from './read-config.ts';
export type { ConfigReading } from './read-config.ts';
export { parseWorkItems, readWorkItems } from './read-work-items.ts';
export type { Milestone, WorkItemsReading } from './read-work-items.ts';
export { parseSessionStatus, readSessionStatus } from './session-status.ts';
export type { SessionStatus } from './session-status.ts';
export { lintProject, openProject, readProject } from './read-project.ts';
export type { Project } from './read-project.ts';
export { pathExists, readTextFile } from './read-text-file.ts';
export { draftProject } from './draft-project.ts';
export type { DraftFile, SeenService } from './draft-project.ts';
export { lookAtRepository } from './look-at-repository.ts';
export type { Repository, SeenSuite } from './look-at-repository.ts';
