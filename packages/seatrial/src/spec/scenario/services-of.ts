import type { SourcePosition } from '../../evidence/index.ts';
import type { Background, ScenarioBlock, Step } from './block.ts';
import { referencesIn } from './references.ts';

/** One place where a block names a service. */
export interface ServiceUse {
  readonly service: string;
  /** Of the step, or of the background block. */
  readonly source: SourcePosition;
}

/** Where a block names services: targets, databases, commands, headers and `${service.VARIABLE}`. */
export function serviceUsesOf(block: ScenarioBlock | Background): readonly ServiceUse[] {
  const headers = 'headers' in block ? block.headers : {};
  const named = [...Object.keys(headers), ...variablesIn(headers)];
  return [
    ...named.map((service) => ({ service, source: block.source })),
    ...block.steps.flatMap((step) =>
      servicesOfStep(step).map((service) => ({ service, source: step.source })),
    ),
  ];
}

/** The services that a block needs, each once, in the order of first use. */
export function servicesOf(block: ScenarioBlock | Background): string[] {
  return [...new Set(serviceUsesOf(block).map(({ service }) => service))];
}

function servicesOfStep(step: Step): readonly string[] {
  switch (step.kind) {
    case 'http':
    case 'ws':
      return [step.target.service, ...variablesIn(step)];
    case 'sql':
      return [step.service, ...variablesIn(step)];
    case 'exec':
      return [...(step.service === null ? [] : [step.service]), ...variablesIn(step)];
    case 'wait until':
      return servicesOfStep(step.step);
    case 'fault':
      return [];
    default:
      return step satisfies never;
  }
}

function variablesIn(value: unknown): readonly string[] {
  return referencesIn(value).flatMap((reference) =>
    reference.form === 'variable' ? [reference.service] : [],
  );
}
