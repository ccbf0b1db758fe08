export { readComposeFile } from './compose/read-compose-file.ts';
export type { ReadComposeOptions } from './compose/read-compose-file.ts';
export type {
  ComposeBuild,
  ComposeDependency,
  ComposeHealthcheck,
  ComposeModel,
  ComposeNative,
  ComposePort,
  ComposeService,
  ComposeVolume,
} from './compose/model.ts';
export { ENVIRONMENT_ERROR_CODES, EnvironmentError, formatDiagnostic } from './diagnostic.ts';
export type { Diagnostic, EnvironmentErrorCode, SourceLocation } from './diagnostic.ts';
export { createEnvironment } from './create-environment.ts';
export type {
  Driver,
  Environment,
  EnvironmentOptions,
  RunningService,
  ServiceCommand,
  ServiceDeath,
  StartedEnvironment,
} from './environment.ts';
export type {
  EnvironmentEvent,
  NotProven,
  PortMapping,
  ProcessExit,
  ReadyBy,
  Rung,
  ServiceProvider,
} from './events.ts';
export { spawnProcessTree } from './process/spawn-process-tree.ts';
export type { ProcessTree, ProcessTreeOptions, TreeExit } from './process/spawn-process-tree.ts';
export { startReaper } from './process/reaper.ts';
export type { Reaper } from './process/reaper.ts';
