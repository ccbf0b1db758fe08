import type { Diagnostic } from '../diagnostic.ts';
import type { Exceeded } from '../process/tree-bounds.ts';

type Processes = readonly { readonly pid: number; readonly command: string }[];

const SHOWN_PROCESSES = 5;
const SHOWN_COMMAND_CHARS = 60;

/** A service took more of the machine than it may, and was killed for it. */
export function boundExceeded(service: string, exceeded: Exceeded): Diagnostic {
  if (exceeded.bound === 'processes') {
    return {
      code: 'PROCESSES_FLOODED',
      severity: 'error',
      message: `service "${service}" had too many processes and was killed`,
      expected: `at most ${exceeded.limit} at the same time`,
      seen: `${exceeded.seen} processes`,
      hint: 'a bound of the environment (bounds.processes) allows more, if that is right',
    };
  }
  return {
    code: 'LOG_FLOODED',
    severity: 'error',
    message: `service "${service}" flooded its log and was killed`,
    expected: `at most ${megabytes(exceeded.limit)}`,
    seen: `${megabytes(exceeded.seen)}, growing by ${megabytes(exceeded.bytesPerSecond)} a second`,
    hint: 'a bound of the environment (bounds.logBytes) allows more, if that is right',
  };
}

/** The first process of a service ended and others went on: nobody watches those. */
export function detached(service: string, left: Processes): Diagnostic {
  return {
    code: 'SERVICE_DETACHED',
    severity: 'error',
    message: `service "${service}" went into the background`,
    seen: `its first process ended with exit code 0 and left ${describe(left)}`,
    hint: 'let it run in the foreground: only then its end can be seen',
  };
}

/** A job is done and something it started is not. */
export function processesLeft(service: string, left: Processes): Diagnostic {
  return {
    code: 'PROCESSES_LEFT',
    severity: 'warning',
    message: `service "${service}" ended with exit code 0 and left ${describe(left)}`,
    hint: 'they are ended with the environment; let the service wait for what it starts',
  };
}

/** A service did not end when it was asked to. */
export function stopForced(host: {
  readonly name: string;
  readonly stopSignal: NodeJS.Signals;
  readonly stopGracePeriodMs: number;
}): Diagnostic {
  return {
    code: 'STOP_FORCED',
    severity: 'warning',
    message: `service "${host.name}" did not end within ${host.stopGracePeriodMs} ms of ${host.stopSignal} and was killed`,
    hint: 'what it had not written yet is lost; let it end at the signal, or set stop_signal and stop_grace_period',
  };
}

function describe(processes: Processes): string {
  const count = `${processes.length} process${processes.length === 1 ? '' : 'es'} in the background`;
  const shown = processes
    .slice(0, SHOWN_PROCESSES)
    .map(({ pid, command }) => `${pid} ${command.slice(0, SHOWN_COMMAND_CHARS)}`);
  const more = processes.length > shown.length ? ', …' : '';
  return `${count} (${shown.join(', ')}${more})`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
