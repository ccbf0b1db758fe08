import { EnvironmentError } from '../diagnostic.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { EdgeFault } from '../proxy/edge-fault.ts';
import { isHttpFault } from '../proxy/edge-fault.ts';
import type { Edge, FaultTargets } from './fault-targets.ts';
import { describeEdge } from './fault-targets.ts';
import type { EdgeChoice } from './fault.ts';
import { SCENARIO } from './fault.ts';

/**
 * Finds the edges that a fault is for.
 *
 * @throws {EnvironmentError} `FAULT_INVALID`
 */
export function chooseEdges(fault: EdgeFault & EdgeChoice, targets: FaultTargets): readonly Edge[] {
  const { from, to, port } = fault;
  requireService(to, targets.services);
  if (from !== undefined && from !== SCENARIO) requireService(from, targets.services, [SCENARIO]);
  if (targets.edges === undefined) {
    const { whyNoEdges } = targets;
    const message = 'faults of an edge need proxies on the edges';
    if (whyNoEdges !== undefined) {
      throw invalid(message, { seen: whyNoEdges, hint: 'use the native driver for them' });
    }
    throw invalid(message, {
      hint: "start the environment with edges: 'proxied'",
    });
  }
  const chosen = targets.edges.filter(
    (edge) =>
      edge.to === to &&
      (from === undefined || edge.from === from) &&
      (port === undefined || edge.port === port),
  );
  if (chosen.length === 0) throw noEdge(fault, targets.edges);
  if (isHttpFault(fault)) requireHttp(fault, chosen);
  return chosen;
}

/** @throws {EnvironmentError} `FAULT_INVALID` */
export function requireService(
  service: string,
  services: readonly string[],
  others: readonly string[] = [],
): void {
  if (services.includes(service)) return;
  const known = [...services, ...others];
  const meant = didYouMean(service, known);
  throw invalid(`service "${service}" is not part of this environment`, {
    expected: `one of ${known.join(', ')}`,
    ...(meant === undefined ? {} : { hint: `did you mean "${meant}"?` }),
  });
}

export function invalid(
  message: string,
  detail: { expected?: string; seen?: string; hint?: string },
): EnvironmentError {
  return new EnvironmentError('FAULT_INVALID', [
    { code: 'FAULT_INVALID', severity: 'error', message, ...detail },
  ]);
}

function noEdge({ from, to, port }: EdgeChoice, edges: readonly Edge[]): EnvironmentError {
  const target = `${to}${port === undefined ? '' : `:${port}`}`;
  const near = edges.filter((edge) => edge.to === to || edge.from === from);
  const known = near.map(describeEdge).join(', ');
  return invalid(`there is no edge ${from ?? 'from anybody'} → ${target}`, {
    ...(known === '' ? {} : { expected: `one of ${known}` }),
    hint: 'a service has an edge to another when one of its variables or arguments, or its healthcheck, names that service and its port',
  });
}

/** An edge that has not carried anything yet may turn out to carry HTTP; whether it did is seen at the end. */
function requireHttp(fault: EdgeFault, chosen: readonly Edge[]): void {
  for (const edge of chosen) {
    const { protocols } = edge.proxy;
    if (protocols.size === 0 || protocols.has('http')) continue;
    const seen = protocols.has('tls') ? 'TLS, which cannot be looked into' : 'another protocol';
    throw invalid(`"${fault.kind}" needs HTTP/1 on ${describeEdge(edge)}`, { seen });
  }
}
