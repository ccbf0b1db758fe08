import type { RunEvent } from '../../evidence/index.ts';
import { createLiveTerminal, terminalCapabilities } from '../../report/index.ts';
import type { Arguments, CommandIo } from '../verb.ts';

/** Shows what services do, on stderr. */
export interface Progress extends Disposable {
  readonly onEvent: (event: RunEvent) => void;
}

/** The live terminal of a run, on stderr; nothing under `--json`. */
export function showProgress(given: Arguments, io: CommandIo): Progress {
  if (given.flags.has('json'))
    return { onEvent: () => undefined, [Symbol.dispose]: () => undefined };
  return createLiveTerminal({
    ...terminalCapabilities(io.env, io.stderr, process.platform),
    stream: io.stderr,
    now: () => performance.now(),
  });
}
