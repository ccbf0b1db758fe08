import { OUTCOMES } from '../../evidence/index.ts';
import type { CheckDescription, Outcome, RunEvent } from '../../evidence/index.ts';
import { providedBy } from '../provided-by.ts';

export interface StartingService {
  readonly name: string;
  readonly sinceMs: number;
  readonly state: 'starting' | 'ready' | 'died' | 'not proven';
  /** What runs for it; null before it has been started. */
  readonly provider: string | null;
}

export interface RunningCheck {
  readonly check: CheckDescription;
  readonly sinceMs: number;
  readonly attempt: number;
  /** The last thing that it is known to have done. */
  readonly last: string | null;
  readonly tests: number;
}

/** What is going on at this moment, told by the events so far. Times are those of the caller's clock. */
export class RunProgress {
  readonly services = new Map<string, StartingService>();
  readonly running = new Map<string, RunningCheck>();
  readonly counts = new Map<Outcome, number>(OUTCOMES.map((outcome) => [outcome, 0]));
  phase: 'starting' | 'running' | 'stopping' = 'starting';
  total = 0;
  startedMs: number | null = null;
  readonly #checks = new Map<string, CheckDescription>();
  readonly #outcomes = new Map<string, Outcome>();

  check(id: string): CheckDescription | undefined {
    return this.#checks.get(id);
  }

  get finished(): number {
    return this.#outcomes.size;
  }

  follow(event: RunEvent, nowMs: number): void {
    this.startedMs ??= nowMs;
    if (event.type === 'run.started') {
      this.#begin(event);
    } else if (event.type === 'run.interrupted') {
      this.phase = 'stopping';
    } else if ('check' in event) {
      this.#followCheck(event, nowMs);
    } else {
      this.#followEnvironment(event, nowMs);
    }
  }

  #followEnvironment(event: RunEvent, nowMs: number): void {
    if (event.type === 'environment.starting') {
      for (const name of event.services) {
        this.#service(name, 'starting', nowMs);
      }
    } else if (event.type === 'environment.ready') {
      this.phase = 'running';
    } else if (event.type === 'service.started') {
      // Dependencies come up without having been named before.
      this.#service(event.service, 'starting', nowMs, providedBy(withNulls(event)));
    } else if (event.type === 'service.not-proven') {
      this.#service(event.service, 'not proven', nowMs);
    } else if (event.type === 'service.ready') {
      this.#service(event.service, 'ready', nowMs);
    } else if (event.type === 'service.died') {
      this.#service(event.service, 'died', nowMs);
    }
  }

  #begin(event: Extract<RunEvent, { type: 'run.started' }>): void {
    const { checks, shard } = event;
    const own = checks.filter((check) => shard === null || check.shard === shard.index);
    this.total = own.length;
    for (const check of own) {
      this.#checks.set(check.id, check);
    }
  }

  #service(
    name: string,
    state: StartingService['state'],
    nowMs: number,
    provider: string | null = null,
  ): void {
    const before = this.services.get(name);
    const sinceMs = before?.sinceMs ?? nowMs;
    const known = provider ?? before?.provider ?? null;
    this.services.set(name, { name, sinceMs, state, provider: known });
  }

  #followCheck(event: RunEvent, nowMs: number): void {
    if (event.type === 'check.started') {
      const check = this.#checks.get(event.check);
      if (check !== undefined) {
        this.phase = 'running';
        const { attempt } = event;
        this.running.set(check.id, { check, sinceMs: nowMs, attempt, last: null, tests: 0 });
      }
    } else if (event.type === 'step.finished') {
      this.#amend(event.check, { last: `${event.index + 1}. ${event.title}` });
    } else if (event.type === 'test.finished') {
      const tests = (this.running.get(event.check)?.tests ?? 0) + 1;
      this.#amend(event.check, { last: event.name, tests });
    } else if (event.type === 'check.finished') {
      this.running.delete(event.check);
      this.#count(event.check, outcomeOf(event));
    }
  }

  #amend(id: string, change: Partial<RunningCheck>): void {
    const running = this.running.get(id);
    if (running !== undefined) {
      this.running.set(id, { ...running, ...change });
    }
  }

  #count(id: string, outcome: Outcome): void {
    const before = this.#outcomes.get(id);
    if (before !== undefined) {
      this.counts.set(before, (this.counts.get(before) ?? 0) - 1);
    }
    this.#outcomes.set(id, outcome);
    this.counts.set(outcome, (this.counts.get(outcome) ?? 0) + 1);
  }
}

/** Logs of older versions do not say what ran. */
function withNulls(
  event: Extract<RunEvent, { type: 'service.started' }>,
): Parameters<typeof providedBy>[0] {
  const { rung, product = null, version = null, wanted = null } = event;
  return { rung, product, version, wanted };
}

/** What passes only when repeated is flaky. */
export function outcomeOf(event: Extract<RunEvent, { type: 'check.finished' }>): Outcome {
  return event.outcome === 'passed' && event.attempt > 1 ? 'flaky' : event.outcome;
}
