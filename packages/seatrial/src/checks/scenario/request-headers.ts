import type { HttpStep, WsStep } from '../../spec/scenario/index.ts';
import { parseTemplate } from '../../spec/scenario/index.ts';
import { toText } from './scope.ts';
import type { ScenarioRun } from './step-run.ts';

/** The background's headers for the service, overlaid by the step's own; null takes one away. */
export function requestHeaders(step: HttpStep | WsStep, run: ScenarioRun): Record<string, string> {
  const headers: Record<string, string> = {};
  const background = run.background?.headers ?? {};
  const given = Object.hasOwn(background, step.target.service)
    ? (background[step.target.service] ?? {})
    : {};
  for (const [name, value] of Object.entries(given)) {
    if (!(name in step.headers) && isKnown(value, run))
      headers[name] = toText(run.scope.resolve(value));
  }
  for (const [name, value] of Object.entries(step.headers)) {
    if (value !== null) headers[name] = toText(run.scope.resolve(value));
  }
  return headers;
}

/** A background header that holds a capture is sent once the background's step has captured it. */
function isKnown(value: string, run: ScenarioRun): boolean {
  return parseTemplate(value).every(
    (part) =>
      typeof part === 'string' || part.form !== 'capture' || run.scope.captures.has(part.name),
  );
}
