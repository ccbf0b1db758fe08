/** How a service is brought back to where it was after the fixtures. */
export type ResetHow = 'template clone' | 'database' | 'backup' | 'restart';

/** One service that was brought back, and what it cost. */
export interface ResetRecord {
  readonly service: string;
  readonly how: ResetHow;
  readonly durationMs: number;
}

/** The state of one service after the fixtures. */
export interface Snapshot {
  readonly how: ResetHow;
  /** Before anything is kept or restored: takes away what would be disturbed, or would disturb. */
  suspend?(): Promise<void>;
  /** Takes the state there is now; once. */
  keep(signal: AbortSignal): Promise<void>;
  /** Brings the service back to it, as often as wanted; also after a try that has failed half-way. */
  restore(signal: AbortSignal): Promise<void>;
  /** After everything is kept or restored. */
  resume?(): Promise<void>;
}
