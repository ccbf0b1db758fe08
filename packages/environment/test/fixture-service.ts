import type { EnvironmentEvent, StartedEnvironment } from '../src/index.ts';
import { fixture } from './scratch-project.ts';

/** Start of a service that listens on PORT; see fixtures/http-service.mjs. */
export const SERVICE = `x-native: {command: [node, '${fixture('http-service.mjs')}']}`;
export const CHECK = (port: number): string =>
  `[CMD, node, -e, "fetch('http://localhost:${port}/health').then(async r => { console.log(await r.text()); process.exit(r.ok ? 0 : 1) })"]`;

export async function get(
  started: StartedEnvironment,
  service: string,
  path: string,
): Promise<string> {
  const { host, port } = started.address(service);
  const response = await fetch(`http://${host}:${port}${path}`);
  return response.text();
}

export async function told(
  started: StartedEnvironment,
  service: string,
): Promise<{ env: Record<string, string>; argv: string[]; cwd: string }> {
  // The fixture answers with exactly this shape.
  return JSON.parse(await get(started, service, '/')) as ReturnType<typeof told> extends Promise<
    infer T
  >
    ? T
    : never;
}

export function order(events: readonly EnvironmentEvent[]): string[] {
  return events.flatMap((event) =>
    'service' in event ? [`${event.type} ${event.service}`] : [event.type],
  );
}
