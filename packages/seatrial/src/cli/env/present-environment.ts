import type { EnvironmentStatus, ServiceStatus } from '../../environment/index.ts';
import { formatDuration, providedBy } from '../../report/index.ts';
import type { EnvironmentDocument } from '../documents.ts';
import { tableLines } from '../table-lines.ts';
import type { Arguments, CommandIo } from '../verb.ts';

/** Prints an environment: a table, or a document under `--json`. */
export function presentEnvironment(
  status: EnvironmentStatus,
  given: Arguments,
  io: CommandIo,
): void {
  if (given.flags.has('json')) {
    const document: EnvironmentDocument = { schemaVersion: 1, ...status };
    io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  const rows = status.services.map((service) => [
    service.name,
    stateOf(service),
    service.ports.map(({ hostPort }) => `${status.host ?? '127.0.0.1'}:${hostPort}`).join(' ') ||
      '-',
    providedBy(service),
    service.uptimeMs === null ? '-' : formatDuration(service.uptimeMs),
  ]);
  const leftOut = status.notProven.map(({ service, reason }) => [
    service,
    'not proven',
    '-',
    reason,
    '-',
  ]);
  const head = ['SERVICE', 'STATE', 'ADDRESS', 'PROVIDED BY', 'UP'];
  io.stdout.write(`${tableLines([head, ...rows, ...leftOut]).join('\n')}\n`);
}

function stateOf({ state, readyBy, died }: ServiceStatus): string {
  if (died !== null) return `died (${died.exit})`;
  if (state !== 'running') return state;
  return readyBy === 'healthcheck' ? 'healthy' : 'running';
}
