import type { Step } from '../../spec/scenario/index.ts';
import { cut } from './preview.ts';

const MAX_TITLE = 120;

/** What a step is called: its name, or what it does, as written (references stay unresolved, so no secret shows). */
export function stepTitle(step: Step): string {
  return cut((step.name ?? describe(step)).replaceAll(/\s+/g, ' '), MAX_TITLE);
}

function describe(step: Step): string {
  switch (step.kind) {
    case 'http':
      return `${step.method} ${step.target.service}${step.target.path}`;
    case 'ws':
      return `ws ${step.target.service}${step.target.path}`;
    case 'sql':
      return `sql ${step.service}: ${step.query}`;
    case 'exec': {
      const [shell, flag, script] = step.command;
      return `exec ${shell === 'sh' && flag === '-c' ? script : step.command.join(' ')}`;
    }
    case 'wait until':
      return `wait until ${stepTitle(step.step)}`;
    case 'fault':
      return step.written === 'undo' ? 'undo all faults' : `fault ${step.written}`;
    default:
      return step satisfies never;
  }
}
