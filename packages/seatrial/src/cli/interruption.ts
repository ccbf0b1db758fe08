const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const INTERRUPTED_EXIT_CODE = 130;
/**
 * Ctrl-C under `npm start` comes twice: from the terminal to all of its processes, and once more from npm,
 * which hands it on. Nobody presses it again this fast.
 */
const SAME_KEYSTROKE_MS = 400;

/** What Ctrl-C, SIGTERM and SIGHUP do. */
export interface Interruption extends Disposable {
  /**
   * Takes over: from now on the first one aborts this signal (its reason is the signal's name), so that
   * there is time to clean up. The second one ends the process at once; the reaper then kills what is left.
   */
  readonly takeOver: () => AbortSignal;
}

/** What listening needs of the process. */
interface Surroundings {
  readonly exit: (code: number) => void;
  readonly nowMs: () => number;
}

const PROCESS: Surroundings = {
  exit: (code) => process.exit(code),
  nowMs: () => performance.now(),
};

/**
 * Listens from now on. As long as nobody has taken over, nothing has been started that needs cleaning up,
 * and the process ends at once.
 */
export function listenForInterruption({ exit, nowMs }: Surroundings = PROCESS): Interruption {
  const controller = new AbortController();
  let isTaken = false;
  let firstAtMs = 0;
  const onSignal = (name: NodeJS.Signals): void => {
    if (!isTaken) {
      exit(INTERRUPTED_EXIT_CODE);
    } else if (!controller.signal.aborted) {
      firstAtMs = nowMs();
      controller.abort(name);
    } else if (nowMs() - firstAtMs > SAME_KEYSTROKE_MS) {
      exit(INTERRUPTED_EXIT_CODE);
    }
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
