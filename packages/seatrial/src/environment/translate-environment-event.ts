import type { Diagnostic, EnvironmentEvent, PortMapping, ProcessExit } from '@seatrial/environment';
import { formatDiagnostic } from '@seatrial/environment';

import type { EventBody } from '../evidence/index.ts';
import { inProject, projectPath } from './in-project.ts';

type Starting = Extract<EnvironmentEvent, { type: 'service-starting' }>;

/**
 * Turns what the environment says into events of the log. Keeps the command of a service between its
 * two events, so one translator belongs to one environment.
 */
export function createEnvironmentTranslator(
  projectRoot: string,
): (event: EnvironmentEvent) => EventBody | undefined {
  const starting = new Map<string, Starting>();
  let engine: string | null = null;
  return (event) => {
    if (isUntold(event)) return undefined;
    switch (event.type) {
      case 'service-starting':
        starting.set(event.service, event);
        return undefined;
      case 'service-started':
        return serviceStarted(event, starting.get(event.service), projectRoot);
      case 'service-ready':
        return {
          type: 'service.ready',
          service: event.service,
          afterMs: event.afterMs,
          by: event.by,
        };
      case 'service-died':
        return {
          type: 'service.died',
          service: event.service,
          exit: describeDeath(event),
          logTail: event.logTail,
        };
      case 'service-stopped':
        return {
          type: 'service.stopped',
          service: event.service,
          exit: describeExit(event.exit),
        };
      case 'fixture-applied': {
        const { file, service, durationMs } = event;
        return { type: 'fixture.applied', file, service, durationMs };
      }
      case 'environment-ready':
        return {
          type: 'environment.ready',
          driver: engine === null ? 'native' : 'docker',
          engine,
          afterMs: event.afterMs,
        };
      case 'environment-stopped':
        return { type: 'environment.stopped', afterMs: event.afterMs };
      case 'warning':
        return { type: 'warning', diagnostic: inProject(projectRoot, event.diagnostic) };
      case 'service-not-proven': {
        const { service, reason, remedy } = event;
        return { type: 'service.not-proven', service, reason, remedy };
      }
      case 'engine-chosen':
        engine = `${event.engine}, ${event.compose}`;
        return undefined;
      case 'images-preparing': {
        const { services, logFile } = event;
        return { type: 'environment.images', services, log: projectPath(projectRoot, logFile) };
      }
      default:
        throw new Error(`unknown environment event ${JSON.stringify(event satisfies never)}`);
    }
  };
}

/**
 * What the log has from elsewhere: the rejection of `start()` says more than `service-failed`, and the step that asked
 * for a fault has it in its evidence; whoever asks for a reset tells for which check it was.
 */
function isUntold(event: EnvironmentEvent): event is Extract<EnvironmentEvent, { type: Untold }> {
  const untold: readonly string[] = UNTOLD;
  return untold.includes(event.type);
}

const UNTOLD = ['service-failed', 'fault-injected', 'fault-undone', 'reset-done'] as const;
type Untold = (typeof UNTOLD)[number];

function serviceStarted(
  event: Extract<EnvironmentEvent, { type: 'service-started' }>,
  start: Starting | undefined,
  projectRoot: string,
): EventBody {
  const { product = null, version = null, wanted = null } = start?.provider ?? {};
  return {
    type: 'service.started',
    service: event.service,
    rung: start?.rung ?? 'unknown',
    product,
    version,
    wanted,
    command: start?.command.join(' ').replaceAll(`${projectRoot}/`, '') ?? '',
    pid: event.pid,
    ports: Object.fromEntries(
      event.ports.map(({ containerPort, hostPort }: PortMapping) => [containerPort, hostPort]),
    ),
    log: `logs/${event.service}.log`,
  };
}

/** The exit, and why, when more is known: `signal SIGKILL; LOG_FLOODED: …`. */
export function describeDeath({ exit, why }: { exit: ProcessExit; why?: Diagnostic }): string {
  if (why === undefined) return describeExit(exit);
  return `${describeExit(exit)}; ${why.code}: ${formatDiagnostic(why)}`;
}

/** `exit code 1`, or `signal SIGKILL`. */
function describeExit(exit: ProcessExit): string {
  return exit.signal === null ? `exit code ${exit.exitCode}` : `signal ${exit.signal}`;
}
