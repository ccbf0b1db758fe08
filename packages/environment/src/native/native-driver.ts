import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { EnvironmentOptions, StartedEnvironment } from '../environment.ts';
import type { EnvironmentEvent, NotProven } from '../events.ts';
import { InjectedFaults } from '../faults/injected-faults.ts';
import { bringUpInOrder } from '../lifecycle/bring-up-in-order.ts';
import { findingsFor } from '../lifecycle/driver-findings.ts';
import { selectServices } from '../lifecycle/select-services.ts';
import type {
  ServiceDriver,
  StartCourse,
  StartedLifecycle,
  UnreadyService,
} from '../lifecycle/service-driver.ts';
import { DEFAULT_BOUNDS } from '../process/tree-bounds.ts';
import { assignPorts } from './assign-ports.ts';
import type { PortAssignment } from './assign-ports.ts';
import { chooseRungs } from './choose-rung.ts';
import { NativeControl } from './native-control.ts';
import { NativeEdges } from './native-edges.ts';
import { planHostService } from './plan-host-services.ts';
import type { HostPlan } from './plan-host-services.ts';
import { ServiceProcess } from './service-process.ts';
import type { ServiceObserver } from './service-process.ts';
import { StartedNativeEnvironment } from './started-native-environment.ts';
import { stopServices } from './stop-services.ts';

/** The native driver: services as plain processes of this machine. */
export class NativeDriver implements ServiceDriver {
  readonly driver = 'native';
  readonly #options: EnvironmentOptions;
  readonly #plans = new Map<string, HostPlan>();
  readonly #processes = new Map<string, ServiceProcess>();
  readonly #notProven = new Map<string, NotProven>();
  #assignment: PortAssignment | undefined;
  #edges: NativeEdges | undefined;
  #faults: InjectedFaults | undefined;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
  }

  async start(course: StartCourse): Promise<void> {
    await this.#plan(course);
    course.signal.throwIfAborted();
    const described = [...this.#processes].flatMap(([name, runner]) => {
      const service = this.#plans.get(name)?.service;
      return service === undefined ? [] : [[name, { service, runner }] as const];
    });
    await bringUpInOrder(new Map(described), course);
    this.#faults = this.#openFaults((event) => course.emit(event));
  }

  describe(lifecycle: StartedLifecycle): StartedEnvironment {
    return new StartedNativeEnvironment(lifecycle, {
      plans: this.#plans,
      processes: this.#processes,
      notProven: this.#notProven,
      edges: this.#edges,
      faults: this.#faults ?? this.#openFaults(() => undefined),
    });
  }

  unready(): readonly UnreadyService[] {
    return [...this.#processes.values()]
      .filter(({ pid, isReady }) => pid !== undefined && !isReady)
      .map(({ host, lastCheck }) => ({ service: host.name, lastCheck }));
  }

  logTail(service: string, lines?: number): string[] {
    return this.#processes.get(service)?.logTail(lines) ?? [];
  }

  async stop(): Promise<void> {
    try {
      await stopServices(this.#plans, this.#processes);
    } finally {
      await this.#edges?.close();
      this.#assignment?.release();
    }
  }

  async #plan(course: StartCourse): Promise<void> {
    const { compose, services = [], directory, env = process.env } = this.#options;
    const selected = selectServices(compose, services);
    const findings = findingsFor(this.driver, compose, selected);
    const { planned, notProven, refusal } = await chooseRungs(selected, {
      path: env['PATH'] ?? '',
      directory: compose.directory,
      refusals: findings.refusals,
    });
    for (const one of notProven) {
      this.#notProven.set(one.service, one);
      course.emit({ type: 'service-not-proven', ...one });
    }
    if (refusal !== undefined) throw refusal;
    this.#assignment = await assignPorts(planned);
    const warnings = [...compose.warnings, ...findings.warnings, ...this.#assignment.warnings];
    for (const diagnostic of warnings) course.emit({ type: 'warning', diagnostic });
    mkdirSync(join(directory, 'logs'), { recursive: true });
    const reaper = await course.reaper();
    const bounds = { ...DEFAULT_BOUNDS, ...this.#options.bounds };
    if (this.#options.edges === 'proxied') {
      this.#edges = await NativeEdges.open(this.#assignment.ports);
    }
    const edges = this.#edges;
    const context = { directory, assignment: this.#assignment, planned, inherited: env, edges };
    for (const one of planned) {
      const plan = planHostService(one, context);
      this.#plans.set(one.service.name, plan);
      for (const diagnostic of plan.warnings) course.emit({ type: 'warning', diagnostic });
      const observer = observerOf(course);
      const process = new ServiceProcess(plan.host, { observer, reaper, bounds, edges });
      this.#processes.set(one.service.name, process);
    }
  }

  #openFaults(emit: (event: EnvironmentEvent) => void): InjectedFaults {
    const { edges } = this.#edges ?? {};
    const control = new NativeControl(this.#processes);
    const services = [...this.#processes.keys()];
    return new InjectedFaults({ services, edges, control }, emit);
  }
}

function observerOf(course: StartCourse): ServiceObserver {
  return {
    emit: (event) => course.emit(event),
    died: ({ host }, death) => course.died(host.name, death),
  };
}
