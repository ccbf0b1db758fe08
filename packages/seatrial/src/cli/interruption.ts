const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const INTERRUPTED_EXIT_CODE = 130;

/** What Ctrl-C, SIGTERM and SIGHUP do. */
export interface Interruption extends Disposable {
  /**
   * Takes over: from now on the first one aborts this signal (its reason is the signal's name), so that
   * there is time to clean up. The second one ends the process at once; the reaper then kills what is left.
   */
  readonly takeOver: () => AbortSignal;
}

/**
 * Listens from now on. As long as nobody has taken over, nothing has been started that needs cleaning up,
 * and the process ends at once.
 *
 * @param exit - ends the process
 */
export function listenForInterruption(
  exit: (code: number) => void = (code) => process.exit(code),
): Interruption {
  const controller = new AbortController();
  let isTaken = false;
  const onSignal = (name: NodeJS.Signals): void => {
    if (!isTaken || controller.signal.aborted) exit(INTERRUPTED_EXIT_CODE);
    else controller.abort(name);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    takeOver: () => {
      isTaken = true;
      return controller.signal;
    },
    [Symbol.dispose]: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
