export { readComposeFile } from './compose/read-compose-file.ts';
export type { ReadComposeOptions } from './compose/read-compose-file.ts';
export type {
  ComposeBuild,
  ComposeDependency,
  ComposeHealthcheck,
  ComposeModel,
  ComposeMountedFile,
  ComposeNamedVolume,
  ComposeNative,
  ComposeNetwork,
  ComposePort,
  ComposeService,
  ComposeVolume,
  DriverFinding,
  HealthcheckTimes,
} from './compose/model.ts';
export { ENVIRONMENT_ERROR_CODES, EnvironmentError, formatDiagnostic } from './diagnostic.ts';
export type { Diagnostic, EnvironmentErrorCode, SourceLocation } from './diagnostic.ts';
export type {
  ActiveFault,
  EdgeChoice,
  Fault,
  FaultEffect,
  Faults,
  ServiceFault,
} from './faults/fault.ts';
export { startEdgeProxy } from './proxy/edge-proxy.ts';
export type { EdgeCounts, EdgeProxy, EdgeProxyOptions, InjectedFault } from './proxy/edge-proxy.ts';
export type { EdgeFault, EdgeFaultEffect } from './proxy/edge-fault.ts';
export type { EdgeProtocol } from './proxy/edge-connection.ts';
export type {
  Database,
  DatabaseOptions,
  LeftOutStatement,
  ScratchDatabase,
} from './databases/database.ts';
export { openDatabase } from './databases/open-database.ts';
export { openScratchDatabase } from './databases/open-scratch-database.ts';
export { createEnvironment } from './create-environment.ts';
export type {
  CommandAttachment,
  Driver,
  Environment,
  EnvironmentOptions,
  ResetOptions,
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
export type { ResetHow, ResetRecord } from './reset/snapshot.ts';
export { FixtureFault } from './fixtures/fixture.ts';
export type { Fixture } from './fixtures/fixture.ts';
export { storeKindOf } from './stores/store.ts';
export type { StoreKind } from './stores/store.ts';
export { serviceVariables } from './fixtures/service-variables.ts';
export { spawnProcessTree } from './process/spawn-process-tree.ts';
export type { ProcessTree, ProcessTreeOptions, TreeExit } from './process/spawn-process-tree.ts';
export { startReaper } from './process/reaper.ts';
export type { Reaper } from './process/reaper.ts';
export { describeLeftovers } from './leftovers/describe-leftovers.ts';
export { findHeld, findLeftovers } from './leftovers/find-leftovers.ts';
export type { Held, Leftover, LeftoverOptions } from './leftovers/find-leftovers.ts';
export type { DockerProject, HeldEnvironment, HeldService } from './leftovers/holding.ts';
export type { HoldingRecord, RecordOptions } from './leftovers/holding-record.ts';
export { removeLeftovers } from './leftovers/remove-leftovers.ts';
export type { KeptLeftover, LeftoverReport } from './leftovers/remove-leftovers.ts';
export { stopHolder } from './leftovers/stop-holder.ts';
export type { HolderStop } from './leftovers/stop-holder.ts';
export type { Exceeded, TreeBounds } from './process/tree-bounds.ts';
