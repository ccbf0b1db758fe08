import type { Failure } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { Captures } from '../../spec/scenario/index.ts';
import { preview } from './preview.ts';
import type { ScenarioScope } from './scope.ts';
import { select } from './select.ts';

/** What a step has to capture from. */
export interface CaptureSource {
  readonly result: unknown;
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Stores the captures of a step that has passed; null, or the failure of the first that finds nothing. */
export function captureValues(
  captures: Captures,
  from: CaptureSource,
  scope: ScenarioScope,
): Failure | null {
  for (const [name, capture] of Object.entries(captures)) {
    const value =
      capture.from === 'header' ? headerOf(from, capture.header) : pick(from, capture.path);
    if (value === undefined) {
      const where = capture.from === 'header' ? `the header ${capture.header}` : capture.path;
      return failure(`the capture "${name}" found nothing`, {
        source: capture.at,
        expected: `a value at ${where}`,
        seen: capture.from === 'header' ? 'no such header' : preview(from.result),
      });
    }
    scope.captures.set(name, value);
  }
  return null;
}

function pick({ result }: CaptureSource, path: string): unknown {
  const selection = select(result, path);
  if (selection.form === 'one') return selection.value;
  return selection.values.length === 0 ? undefined : selection.values;
}

function headerOf({ headers }: CaptureSource, name: string): string | undefined {
  const value = headers?.[name];
  return typeof value === 'object' ? value.join(', ') : value;
}
