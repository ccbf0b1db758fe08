/** One thing worth telling the operator. Never holds a secret, a header, a body or a query string. */
export interface LogEvent {
  readonly level: 'info' | 'warn' | 'error';
  readonly msg: string;
  readonly [key: string]: unknown;
}

export type Log = (event: LogEvent) => void;
