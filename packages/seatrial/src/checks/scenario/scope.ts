import type { StartedEnvironment } from '@seatrial/environment';

import { failure } from '../../evidence/index.ts';
import { hasReference, parseTemplate } from '../../spec/scenario/index.ts';
import type { Reference } from '../../spec/scenario/index.ts';
import { CannotCarryOut } from './cannot-carry-out.ts';

/** What `${…}` means while a scenario runs. */
export interface Scope {
  /** The value of a text: of another type only when the text is one whole `${…}`. */
  resolve(text: string): unknown;
}

/** The captures of one scenario, and the variables of its services. */
export class ScenarioScope implements Scope {
  readonly captures = new Map<string, unknown>();
  readonly #environment: StartedEnvironment | null;
  readonly #onVariable: (name: string, value: string) => void;

  constructor(
    environment: StartedEnvironment | null,
    onVariable: (name: string, value: string) => void = () => undefined,
  ) {
    this.#environment = environment;
    this.#onVariable = onVariable;
  }

  resolve(text: string): unknown {
    if (!hasReference(text)) return text;
    const parts = parseTemplate(text);
    const values = parts.map((part) => {
      if (typeof part === 'string') return part;
      return part.form === 'malformed' ? part.written : this.valueOf(part);
    });
    if (parts.length === 1) return values[0];
    return values.map(toText).join('');
  }

  valueOf(reference: Reference): unknown {
    if (reference.form === 'variable') return this.#variable(reference.service, reference.variable);
    if (this.captures.has(reference.name)) return this.captures.get(reference.name);
    throw new CannotCarryOut(
      failure(`nothing was captured as "${reference.name}"`, {
        expected: `a capture in an earlier step that has passed`,
        seen: reference.written,
      }),
    );
  }

  #variable(service: string, variable: string): string {
    const variables = requireEnvironment(this.#environment).environmentOf(service);
    const value = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
    if (value === undefined) {
      const names = Object.keys(variables).join(', ');
      throw new CannotCarryOut(
        failure(`the service "${service}" has no variable ${variable}`, {
          expected: names === '' ? 'a variable; this service has none' : `one of ${names}`,
          seen: `\${${service}.${variable}}`,
        }),
      );
    }
    this.#onVariable(`${service}.${variable}`, value);
    return value;
  }
}

/** Narrows a missing environment away. */
export function requireEnvironment(environment: StartedEnvironment | null): StartedEnvironment {
  if (environment !== null) return environment;
  throw new CannotCarryOut(
    failure('this step needs the services, and there is no environment', {
      expected: 'a compose.yaml whose services are started for the run',
    }),
  );
}

/** A resolved value as part of a longer text. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}

/** Resolves every text in plain data. */
export function resolveDeep(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return scope.resolve(value);
  if (Array.isArray(value)) return value.map((item) => resolveDeep(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, resolveDeep(inner, scope)]),
  );
}
