import { mkdirSync } from 'node:fs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { ComposeHealthcheck, ComposeService } from '../compose/model.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { SCENARIO } from '../faults/fault.ts';
import { endsByItself } from '../lifecycle/ends-by-itself.ts';
import { isTold } from './assign-ports.ts';
import type { PortAssignment } from './assign-ports.ts';
import type { PlannedService } from './launch-plan.ts';
import { planMountedFiles, untoldFiles } from './mounted-files.ts';
import type { NativeEdges } from './native-edges.ts';
import { processEnvironment } from './process-environment.ts';
import {
  hostsWithoutPort,
  LOOPBACK,
  rewriteArguments,
  rewriteText,
  rewriteVariables,
  toHostPath,
} from './rewrite.ts';
import type { PathMapping, RewriteScope } from './rewrite.ts';
import type { HostService } from './service-process.ts';

/** Docker's own grace between SIGTERM and SIGKILL. */
const DEFAULT_STOP_GRACE_MS = 10_000;

/** What services are put on the host with. */
export interface HostContext {
  /** The run's folder. */
  readonly directory: string;
  readonly assignment: PortAssignment;
  readonly planned: readonly PlannedService[];
  readonly inherited: NodeJS.ProcessEnv;
  /** Undefined when services speak to each other directly. */
  readonly edges: NativeEdges | undefined;
}

/** A service on the host, the scope its texts are rewritten in, and what was found on the way. */
export interface HostPlan {
  readonly service: ComposeService;
  readonly host: HostService;
  readonly scope: RewriteScope;
  readonly sql: string | undefined;
  readonly warnings: readonly Diagnostic[];
}

/** Rewrites everything of a service for the host and makes the folders of its volumes. */
export function planHostService(planned: PlannedService, context: HostContext): HostPlan {
  const { service, plan } = planned;
  const { name } = service;
  const mounted = planMountedFiles(service, plan);
  const scope = scopeOf(planned, context, mounted?.paths ?? []);
  const variables = rewriteVariables(plan.environment, scope);
  const assigned = [...(context.assignment.ports.get(name) ?? [])];
  const { healthcheck } = plan;
  const sql = service.sql ?? plan.sql;
  const host: HostService = {
    name,
    plan,
    command: rewriteArguments(plan.command, scope),
    cwd: plan.cwd,
    variables,
    env: processEnvironment(variables, {
      cwd: plan.cwd,
      inherited: context.inherited,
      toolFolder: plan.toolFolder,
    }),
    ports: assigned.map(([containerPort, hostPort]) => ({ containerPort, hostPort })),
    readyPort: readyPort(planned, context.assignment),
    healthcheckCommand: healthcheck === undefined ? undefined : testCommand(healthcheck, scope),
    endsByItself: endsByItself(
      service,
      { ports: plan.imagePorts, hasHealthcheck: plan.healthcheck !== undefined },
      context.planned.map((one) => one.service),
    ),
    logFile: join(context.directory, 'logs', `${name}.log`),
    stopGracePeriodMs: service.stopGracePeriodMs ?? DEFAULT_STOP_GRACE_MS,
    stopSignal: toSignal(plan.stopSignal),
    scope,
    mounted,
    hostPath: (path) => toHostPath(path, scope.paths) ?? path,
  };
  const warnings = hostsWithoutPort(plan.environment, scope).flatMap((found) =>
    hostWithoutPort(service, found, context),
  );
  const sqlUrl =
    sql === undefined ? undefined : rewriteText(sql, scenarioScope(name, scope, context));
  return {
    service,
    host,
    scope,
    sql: sqlUrl,
    warnings: [...plan.warnings, ...untoldFiles(service, plan), ...warnings],
  };
}

function scopeOf(
  planned: PlannedService,
  context: HostContext,
  mounted: readonly PathMapping[],
): RewriteScope {
  const { service, plan } = planned;
  // As under Docker: who shares no network with a service does not know its name.
  const reachable = context.planned.filter(({ service: other }) => sharesNetwork(service, other));
  const neighbours = reachable.flatMap(({ service: other }) => {
    const ports = portsFor(service.name, other.name, context);
    return [other.name, ...other.aliases].map((alias) => [alias, ports] as const);
  });
  return {
    ownPorts: portsFor(service.name, service.name, context),
    neighbours: new Map(neighbours),
    hosts: hostAddresses(service),
    paths: [
      ...plan.replacedPaths,
      ...mounted,
      ...volumePaths(planned, context.directory),
      ...plan.paths,
    ],
  };
}

function portsFor(
  from: string,
  to: string,
  { assignment, edges }: HostContext,
): ReadonlyMap<number, number> {
  return edges?.portsFor(from, to) ?? assignment.ports.get(to) ?? new Map<number, number>();
}

/** A scenario asks for the database over its own edge, whether the URL says the service's name or `localhost`. */
function scenarioScope(service: string, scope: RewriteScope, context: HostContext): RewriteScope {
  const ownPorts = portsFor(SCENARIO, service, context);
  const neighbours = [...scope.neighbours.keys()].map((alias) => {
    const owner = context.planned.find(({ service: { name, aliases } }) =>
      [name, ...aliases].includes(alias),
    );
    return [alias, portsFor(SCENARIO, owner?.service.name ?? alias, context)] as const;
  });
  return { ...scope, ownPorts, neighbours: new Map(neighbours) };
}

function sharesNetwork(one: ComposeService, other: ComposeService): boolean {
  if (joinsDefault(one) && joinsDefault(other)) return true;
  return [...one.networks.keys()].some((name) => other.networks.has(name));
}

/** `extra_hosts`, whose names no resolver of this machine knows; the gateway to the host is the host itself. */
function hostAddresses({ extraHosts }: ComposeService): Map<string, string> {
  return new Map(
    [...extraHosts].flatMap(([name, [address]]) =>
      address === undefined ? [] : [[name, address === 'host-gateway' ? LOOPBACK : address]],
    ),
  );
}

function joinsDefault({ networks }: ComposeService): boolean {
  return networks.size === 0 || networks.has('default');
}

function volumePaths({ service, plan }: PlannedService, directory: string): PathMapping[] {
  const root = join(directory, 'volumes');
  const anonymous = (target: string): string =>
    join(root, `${service.name}${target.replaceAll('/', '-')}`);
  const declared = service.volumes.map(({ type, source, target }) => {
    const named = source === undefined ? anonymous(target) : join(root, source);
    return { container: target, host: type === 'bind' && source !== undefined ? source : named };
  });
  const ofImage = plan.volumes
    .filter((target) => toHostPath(target, declared) === undefined)
    .map((target) => ({ container: target, host: anonymous(target) }));
  const all = [...declared, ...ofImage];
  // Docker, too, makes the folder of a bind that does not exist; a bound file is left alone.
  for (const { host } of all) if (!existsSync(host)) mkdirSync(host, { recursive: true });
  return all;
}

function readyPort(
  { service, plan }: PlannedService,
  { ports }: PortAssignment,
): number | undefined {
  const assigned = ports.get(service.name) ?? new Map<number, number>();
  const declared = [
    ...service.ports.filter(({ protocol }) => protocol === 'tcp').map(({ target }) => target),
    ...service.expose,
    ...plan.imagePorts,
  ];
  // A port that only others mention may be a mistake of theirs; one that the service itself is told of as well is none.
  const first =
    declared.find((port) => assigned.has(port)) ??
    [...assigned.keys()].find((port) => isTold(plan, port));
  return first === undefined ? undefined : assigned.get(first);
}

function testCommand(
  { test }: ComposeHealthcheck,
  scope: RewriteScope,
): readonly string[] | undefined {
  switch (test.form) {
    case 'none':
    // The image says how it is checked, and there is none here.
    case 'image':
      return undefined;
    case 'exec':
      return rewriteArguments(test.command, scope);
    case 'shell':
      return ['/bin/sh', '-c', rewriteText(test.script, scope)];
    default:
      return test satisfies never;
  }
}

function hostWithoutPort(
  service: ComposeService,
  found: { variable: string; name: string },
  { assignment, planned }: HostContext,
): Diagnostic[] {
  const owner = planned.find(
    ({ service: other }) => other.name === found.name || other.aliases.includes(found.name),
  );
  const ports = owner === undefined ? undefined : assignment.ports.get(owner.service.name);
  const moved = [...(ports ?? [])].find(([containerPort, hostPort]) => containerPort !== hostPort);
  if (moved === undefined) return [];
  const message = `${found.variable} of service "${service.name}" names "${found.name}", whose port ${moved[0]} is ${moved[1]} here, and no variable beside it holds the port`;
  const hint = `add ${found.variable.replace(/[A-Za-z]+$/, 'PORT')}: "${moved[0]}", or publish "${moved[0]}:${moved[0]}"`;
  return [{ code: 'HOST_WITHOUT_PORT', severity: 'warning', message, ...service.location, hint }];
}

function toSignal(name: string | undefined): NodeJS.Signals {
  const signals: readonly NodeJS.Signals[] = [
    'SIGTERM',
    'SIGINT',
    'SIGQUIT',
    'SIGHUP',
    'SIGUSR1',
    'SIGUSR2',
    'SIGKILL',
  ];
  const wanted = name?.toUpperCase().replace(/^(?:SIG)?/, 'SIG');
  return signals.find((signal) => signal === wanted) ?? 'SIGTERM';
}
