import { EnvironmentError } from '@seatrial/environment';
import type { RunningService, ServiceCommand, StartedEnvironment } from '@seatrial/environment';

/** One service of a test, wherever the test has started it. */
export interface ServiceAt {
  readonly port?: number;
  readonly variables?: Readonly<Record<string, string>>;
  readonly directory?: string;
  readonly sql?: string;
  readonly log?: readonly string[];
}

/** A started environment whose services the test itself holds. */
export function environmentAt(services: Readonly<Record<string, ServiceAt>>): StartedEnvironment {
  const of = (name: string): ServiceAt => {
    const service = services[name];
    if (service !== undefined) return service;
    const known = Object.keys(services).join(', ');
    const message = `there is no service "${name}"`;
    const diagnostic = { code: 'SERVICE_UNKNOWN', severity: 'error', message } as const;
    throw new EnvironmentError('SERVICE_UNKNOWN', [{ ...diagnostic, expected: `one of ${known}` }]);
  };
  return {
    driver: 'native',
    services: new Map(Object.keys(services).map((name) => [name, running(name, of(name))])),
    notProven: new Map(),
    deaths: [],
    faults: {
      active: [],
      broken: undefined,
      inject: () => Promise.reject(new Error('this environment has no faults')),
      undoAll: () => Promise.resolve(),
    },
    onDeath: () => () => undefined,
    address: (name) => ({ host: '127.0.0.1', port: of(name).port ?? 0 }),
    environmentOf: (name) => of(name).variables ?? {},
    workingDirectory: (name) => of(name).directory ?? process.cwd(),
    sqlUrl: (name) => of(name).sql,
    commandIn: (name, command) => ({ command, ...contextOf(of(name)) }),
    logTail: (name) => [...(of(name).log ?? [])],
    reset: () => Promise.resolve([]),
    stop: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function running(name: string, { port = 0, directory = process.cwd() }: ServiceAt): RunningService {
  return {
    name,
    rung: 'x-native',
    provider: { rung: 'x-native', product: null, version: null, wanted: null },
    pid: process.pid,
    command: [],
    cwd: directory,
    ports: [{ containerPort: port, hostPort: port }],
    logFile: '/dev/null',
  };
}

function contextOf({
  directory = process.cwd(),
  variables = {},
}: ServiceAt): Omit<ServiceCommand, 'command'> {
  return {
    cwd: directory,
    env: { PATH: process.env['PATH'] ?? '', ...variables },
  };
}
