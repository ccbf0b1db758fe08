import { EnvironmentError } from '../diagnostic.ts';
import type { EnvironmentOptions, ResetOptions, StartedEnvironment } from '../environment.ts';
import type { EnvironmentEvent } from '../events.ts';
import { applyFixtures } from '../fixtures/apply-fixtures.ts';
import { planFixtures } from '../fixtures/plan-fixtures.ts';
import type { PlannedFixture } from '../fixtures/plan-fixtures.ts';
import type { Reaper } from '../process/reaper.ts';
import { EnvironmentSnapshot } from '../reset/environment-snapshot.ts';
import type { ResetRecord } from '../reset/snapshot.ts';
import { selectServices } from './select-services.ts';

/** What the data of an environment needs of its course. */
export interface DataCourse {
  emit(event: EnvironmentEvent): void;
  reaper(): Promise<Reaper>;
}

/** The data that a test finds in the services: fixtures before it starts, and the way back to them. */
export class TestData {
  readonly #options: EnvironmentOptions;
  readonly #course: DataCourse;
  #fixtures: readonly PlannedFixture[] = [];
  #snapshot: EnvironmentSnapshot | undefined;
  /** One reset at a time. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: EnvironmentOptions, course: DataCourse) {
    this.#options = options;
    this.#course = course;
  }

  /** Looks at the fixtures before anything is started. */
  plan(): void {
    const { fixtures = [], compose, services = [] } = this.#options;
    if (fixtures.length === 0) return;
    const selected = selectServices(compose, services);
    const plan = planFixtures(fixtures, { compose, services: selected });
    for (const diagnostic of plan.warnings) this.#course.emit({ type: 'warning', diagnostic });
    this.#fixtures = plan.fixtures;
  }

  /** Applies the fixtures and keeps the state they make, where resets are wanted. */
  async prepare(environment: StartedEnvironment, signal: AbortSignal): Promise<void> {
    const { directory, env = process.env, resets = false, compose } = this.#options;
    const fixtures = this.#fixtures.filter((fixture) => this.#isWanted(fixture, environment));
    if (fixtures.length > 0) {
      const reaper = await this.#course.reaper();
      const emit = (event: EnvironmentEvent): void => this.#course.emit(event);
      const context = { environment, directory, env, signal, reaper, emit };
      await applyFixtures(fixtures, context);
    }
    if (resets === false) return;
    const wanted = resets === true ? [...environment.services.keys()] : resets;
    const services = wanted.flatMap((name) =>
      environment.services.has(name) ? (compose.services.get(name) ?? []) : [],
    );
    const all = selectServices(compose, [...environment.services.keys()]);
    const context = { environment, services, all, directory };
    this.#snapshot = await EnvironmentSnapshot.take(context, signal);
    if (environment.driver === 'docker') this.#warnOfWhatStays(this.#snapshot.restarted);
  }

  /** A service that is left out takes its fixtures with it, as it takes the checks that need it. */
  #isWanted({ name, work }: PlannedFixture, environment: StartedEnvironment): boolean {
    if (work.form === 'script') return true;
    const service = work.target.service.name;
    if (environment.services.has(service)) return true;
    const message = `fixture "${name}" is left out with its service "${service}", which cannot run here`;
    this.#course.emit({
      type: 'warning',
      diagnostic: { code: 'FIXTURE_LEFT_OUT', severity: 'warning', message },
    });
    return false;
  }

  /** A container that is started again has the files of before, and its volumes are the engine's. */
  #warnOfWhatStays(restarted: readonly string[]): void {
    if (restarted.length === 0) return;
    const message = `reset by a restart, which leaves what was written to files and volumes: ${restarted.join(', ')}`;
    const hint =
      'the native driver brings volumes back as well; a SQLite file is brought back where x-sql names it';
    const diagnostic = { code: 'RESET_KEEPS_FILES', severity: 'warning', message, hint } as const;
    this.#course.emit({ type: 'warning', diagnostic });
  }

  async reset(options: ResetOptions = {}): Promise<readonly ResetRecord[]> {
    const { services, signal = new AbortController().signal } = options;
    const snapshot = this.#snapshot;
    if (snapshot === undefined) throw notKept();
    const next = this.#last.then(() => snapshot.restore(services, signal));
    this.#last = next.catch(() => undefined);
    const records = await next;
    for (const record of records) this.#course.emit({ type: 'reset-done', ...record });
    return records;
  }
}

function notKept(): EnvironmentError {
  const message = 'the services cannot be reset: their state after the start was not kept';
  const hint = 'start the environment with "resets"';
  return new EnvironmentError('RESET_FAILED', [
    { code: 'RESET_FAILED', severity: 'error', message, hint },
  ]);
}
