/** One line for the operator. Never holds a token, a URL with one, or a device id. */
export interface LogEvent {
  readonly level: 'info' | 'warn' | 'error';
  readonly msg: string;
  readonly [key: string]: unknown;
}

export type Log = (event: LogEvent) => void;

/** A log that says each thing once, for findings that repeat with every push. */
export function logOnce(log: Log): (key: string, event: LogEvent) => void {
  const said = new Set<string>();
  return (key, event) => {
    // Bounded, because the key holds what the cloud sent.
    if (said.has(key) || said.size >= 200) return;
    said.add(key);
    log(event);
  };
}
