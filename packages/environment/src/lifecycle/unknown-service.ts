import { EnvironmentError } from '../diagnostic.ts';
import { didYouMean } from '../did-you-mean.ts';

/** The error for a service that is not part of a started environment. */
export function unknownService(service: string, known: readonly string[]): EnvironmentError {
  const meant = didYouMean(service, known);
  return serviceUnknown(
    `service "${service}" is not part of this environment`,
    meant === undefined ? `services: ${known.join(', ')}` : `did you mean "${meant}"?`,
  );
}

/** The error for a port that a service does not have. */
export function unknownPort(
  service: string,
  containerPort: number | undefined,
  known: readonly number[],
): EnvironmentError {
  return serviceUnknown(
    containerPort === undefined
      ? `service "${service}" has no port`
      : `service "${service}" has no port ${containerPort}`,
    known.length === 0
      ? 'add ports or expose to it in the Compose file'
      : `its ports: ${known.join(', ')}`,
  );
}

function serviceUnknown(message: string, hint: string): EnvironmentError {
  const diagnostic = { code: 'SERVICE_UNKNOWN', severity: 'error', message, hint } as const;
  return new EnvironmentError('SERVICE_UNKNOWN', [diagnostic]);
}
