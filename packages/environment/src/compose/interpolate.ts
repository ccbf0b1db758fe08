/** Looks a variable up; undefined when it is not set. */
export type LookUpVariable = (name: string) => string | undefined;

/** What interpolation made of a text. */
export type Interpolation =
  | { readonly ok: true; readonly text: string; readonly unset: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly hint?: string };

/**
 * Replaces variables as the Compose specification says: `$A`, `${A}`, `${A:-b}`, `${A-b}`, `${A:?why}`, `${A?why}`,
 * `${A:+b}`, `${A+b}`, `$$` for a dollar sign; what stands after the operator is interpolated too.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md
 */
export function interpolate(text: string, lookUp: LookUpVariable): Interpolation {
  const unset: string[] = [];
  try {
    return { ok: true, text: expand(text, { depth: 0, lookUp, unset }), unset };
  } catch (error) {
    if (!(error instanceof InterpolationFault)) throw error;
    const { message, hint } = error;
    return { ok: false, message, ...(hint === undefined ? {} : { hint }) };
  }
}

class InterpolationFault extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

interface Scope {
  readonly depth: number;
  readonly lookUp: LookUpVariable;
  readonly unset: string[];
}

/** A value that is longer cannot even be handed to a process. */
const MAX_LENGTH = 1024 * 1024;
/** Defaults in defaults: far more than anybody writes, far from the end of the stack. */
const MAX_DEPTH = 32;

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

function expand(text: string, outer: Scope): string {
  const scope = { ...outer, depth: outer.depth + 1 };
  if (scope.depth > MAX_DEPTH) throw new InterpolationFault('defaults are nested too deeply');
  let result = '';
  let index = 0;
  while (index < text.length) {
    if (result.length > MAX_LENGTH) {
      throw new InterpolationFault(`the value expands to more than ${MAX_LENGTH} characters`);
    }
    const dollar = text.indexOf('$', index);
    if (dollar === -1) return result + text.slice(index);
    result += text.slice(index, dollar);
    const next = text[dollar + 1];
    if (next === '$') {
      result += '$';
      index = dollar + 2;
    } else if (next === '{') {
      const end = closingBrace(text, dollar + 2);
      result += expandBraces(text.slice(dollar + 2, end), scope);
      index = end + 1;
    } else {
      const name = nameAt(text, dollar + 1);
      if (name === undefined) {
        // As in `5$ each` or `$(date)`: Docker leaves it alone as well.
        result += '$';
        index = dollar + 1;
        continue;
      }
      result += plainValue(name, scope);
      index = dollar + 1 + name.length;
    }
  }
  return result;
}

function expandBraces(body: string, scope: Scope): string {
  const name = nameAt(body, 0);
  if (name === undefined) {
    throw new InterpolationFault(`no variable name in ${shown(`\${${body}}`)}`);
  }
  const rest = body.slice(name.length);
  if (rest === '') return plainValue(name, scope);
  const operator = /^:?[-?+]/.exec(rest)?.[0];
  if (operator === undefined) {
    throw new InterpolationFault(
      `cannot read ${shown(`\${${body}}`)}`,
      'after the name may stand :-default, -default, :?message, ?message, :+value or +value',
    );
  }
  const value = scope.lookUp(name);
  const isSet = value !== undefined && !(operator.startsWith(':') && value === '');
  const word = rest.slice(operator.length);
  if (operator.endsWith('+')) return isSet ? expand(word, scope) : '';
  if (isSet) return value;
  if (operator.endsWith('-')) return expand(word, scope);
  const reason = expand(word, scope);
  throw new InterpolationFault(
    `required variable ${name} is ${value === undefined ? 'not set' : 'empty'}${reason === '' ? '' : `: ${reason}`}`,
    `set ${name} in the environment or in .env`,
  );
}

/** The beginning of a text, for a message. */
function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

function plainValue(name: string, scope: Scope): string {
  const value = scope.lookUp(name);
  if (value === undefined) scope.unset.push(name);
  return value ?? '';
}

function nameAt(text: string, index: number): string | undefined {
  NAME.lastIndex = index;
  return NAME.exec(text)?.[0];
}

function closingBrace(text: string, start: number): number {
  let depth = 1;
  for (let index = start; index < text.length; index += 1) {
    if (text.startsWith('${', index)) depth += 1;
    if (text[index] === '}') depth -= 1;
    if (depth === 0) return index;
  }
  throw new InterpolationFault(
    `"\${" without its "}" in ${shown(text)}`,
    'write "$$" for a dollar sign',
  );
}
