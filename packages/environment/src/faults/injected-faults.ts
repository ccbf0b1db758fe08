import { EnvironmentError } from '../diagnostic.ts';
import type { EnvironmentEvent } from '../events.ts';
import type { EdgeFault } from '../proxy/edge-fault.ts';
import type { InjectedFault } from '../proxy/edge-proxy.ts';
import { checkFault } from './check-fault.ts';
import { chooseEdges, invalid, requireService } from './choose-edges.ts';
import type { FaultTargets } from './fault-targets.ts';
import { describeEdge } from './fault-targets.ts';
import type { ActiveFault, EdgeChoice, Fault, FaultEffect, Faults, ServiceFault } from './fault.ts';
import { describeFault, isServiceFault } from './fault.ts';

/** The faults of one environment; the driver gives what they are injected into. */
export class InjectedFaults implements Faults {
  readonly #targets: FaultTargets;
  readonly #emit: (event: EnvironmentEvent) => void;
  readonly #active: ActiveFault[] = [];
  broken: Error | undefined;

  constructor(targets: FaultTargets, emit: (event: EnvironmentEvent) => void) {
    this.#targets = targets;
    this.#emit = emit;
  }

  get active(): readonly ActiveFault[] {
    return [...this.#active];
  }

  async inject(fault: Fault): Promise<ActiveFault> {
    checkFault(fault);
    const what = isServiceFault(fault) ? await this.#breakService(fault) : this.#breakEdges(fault);
    this.#emit({ type: 'fault-injected', fault: describeFault(fault) });
    let undone: Promise<void> | undefined;
    const undo = (): Promise<void> => (undone ??= this.#undo(active, what));
    const active: ActiveFault = {
      fault,
      get effect() {
        return what.effect();
      },
      undo,
      [Symbol.asyncDispose]: undo,
    };
    // After a restart there is nothing to undo.
    if (fault.kind !== 'restart') this.#active.push(active);
    return active;
  }

  async undoAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const active of this.#active.toReversed()) {
      try {
        await active.undo();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) {
      const diagnostics = failures.flatMap((error) =>
        error instanceof EnvironmentError ? error.diagnostics : [],
      );
      throw new EnvironmentError('FAULT_FAILED', diagnostics, {
        cause: new AggregateError(failures),
      });
    }
  }

  async #breakService({ kind, service }: ServiceFault): Promise<Broken> {
    const { control, services } = this.#targets;
    requireService(service, services);
    this.#requireWhole(kind, service);
    try {
      switch (kind) {
        case 'pause':
          await control.pause(service);
          return { effect: () => NO_EFFECT, undo: () => control.resume(service) };
        case 'kill':
          await control.kill(service);
          return { effect: () => NO_EFFECT, undo: () => control.startAgain(service) };
        case 'restart':
          await control.restart(service);
          return { effect: () => NO_EFFECT, undo: () => Promise.resolve() };
        default:
          return kind satisfies never;
      }
    } catch (cause) {
      this.broken ??= failed(`${kind} ${service} failed`, cause);
      throw this.broken;
    }
  }

  /** What is killed cannot be broken further, and what stands still cannot be stopped twice: whose undo would count? */
  #requireWhole(kind: ServiceFault['kind'], service: string): void {
    const before = this.#active.find(
      ({ fault }) =>
        isServiceFault(fault) &&
        fault.service === service &&
        (fault.kind === 'kill' || fault.kind === kind),
    );
    if (before === undefined) return;
    const what = describeFault(before.fault);
    throw invalid(`"${kind} ${service}" cannot be: "${what}" is in force`, {
      hint: `undo "${what}" before`,
    });
  }

  #breakEdges(fault: EdgeFault & EdgeChoice): Broken {
    const edges = chooseEdges(fault, this.#targets);
    const injected = edges.map(({ proxy }) => proxy.inject(fault));
    const effect = (): FaultEffect => ({
      edges: edges.map(describeEdge),
      connections: sum(injected, 'connections'),
      requests: sum(injected, 'requests'),
      notHttp: sum(injected, 'notHttp'),
    });
    const undo = async (): Promise<void> => {
      await Promise.all(injected.map((one) => one.undo()));
    };
    return { effect, undo };
  }

  #forget(active: ActiveFault): void {
    const at = this.#active.indexOf(active);
    if (at !== -1) this.#active.splice(at, 1);
  }

  async #undo(active: ActiveFault, broken: Broken): Promise<void> {
    const what = describeFault(active.fault);
    try {
      await broken.undo();
    } catch (cause) {
      this.broken ??= failed(`"${what}" could not be undone`, cause);
      throw this.broken;
    } finally {
      // Not before: whoever undoes all waits for what is being undone as well.
      this.#forget(active);
    }
    const { effect } = active;
    this.#emit({ type: 'fault-undone', fault: what, effect });
    if (effect.notHttp > 0) {
      throw failed(`"${what}" could do nothing to ${effect.notHttp} connections`, undefined, {
        expected: 'HTTP/1 in clear text',
        seen: 'another protocol',
      });
    }
  }
}

interface Broken {
  effect(): FaultEffect;
  undo(): Promise<void>;
}

const NO_EFFECT: FaultEffect = { edges: [], connections: 0, requests: 0, notHttp: 0 };

function sum(
  injected: readonly InjectedFault[],
  what: 'connections' | 'requests' | 'notHttp',
): number {
  return injected.reduce((total, { effect }) => total + effect[what], 0);
}

function failed(
  message: string,
  cause: unknown,
  detail: { expected?: string; seen?: string } = {},
): EnvironmentError {
  const known = cause instanceof EnvironmentError ? cause : undefined;
  const why = cause instanceof Error ? { seen: cause.message } : {};
  return new EnvironmentError(
    'FAULT_FAILED',
    [{ code: 'FAULT_FAILED', severity: 'error', message, ...why, ...detail }],
    {
      cause,
      ...(known?.service === undefined ? {} : { service: known.service }),
      ...(known === undefined ? {} : { logTail: known.logTail }),
    },
  );
}
