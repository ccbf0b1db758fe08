import type { Background, ScenarioBlock, ServiceUse, Step } from './block.ts';

/** Who is meant by `from` when it is not a service. */
const SCENARIO = 'scenario';

/** Whether a block breaks a way between services, which needs a proxy there. */
export function breaksEdges(block: ScenarioBlock | Background): boolean {
  return block.steps.some(
    (step) => step.kind === 'fault' && step.action.form === 'inject' && 'to' in step.action.fault,
  );
}

/** Where a block names services: targets, databases, commands, headers and `${service.VARIABLE}`. */
export function serviceUsesOf(block: ScenarioBlock | Background): readonly ServiceUse[] {
  const headers = 'headers' in block ? Object.keys(block.headers) : [];
  return [
    ...headers.map((service) => ({ service, source: block.source })),
    ...(block.reset?.form === 'services' ? block.reset.services : []),
    ...block.steps.flatMap(usesOfStep),
    ...block.variables,
  ];
}

/** The services that a block needs, each once, in the order of first use. */
export function servicesOf(block: ScenarioBlock | Background): string[] {
  const uses = serviceUsesOf(block).toSorted(
    ({ source: one }, { source: other }) => one.line - other.line || one.column - other.column,
  );
  return [...new Set(uses.map(({ service }) => service))];
}

function usesOfStep(step: Step): readonly ServiceUse[] {
  const { source } = step;
  switch (step.kind) {
    case 'http':
    case 'ws':
      return [{ service: step.target.service, source }];
    case 'sql':
      return [{ service: step.service, source }];
    case 'exec':
      return step.service === null ? [] : [{ service: step.service, source }];
    case 'wait until':
      return usesOfStep(step.step);
    case 'fault': {
      if (step.action.form === 'undo') return [];
      const { fault } = step.action;
      const services = 'service' in fault ? [fault.service] : [fault.from, fault.to];
      return services
        .filter((service): service is string => service !== undefined && service !== SCENARIO)
        .map((service) => ({ service, source }));
    }
    default:
      return step satisfies never;
  }
}
