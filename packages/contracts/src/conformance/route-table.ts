import type { Api, ApiOperation, ApiPath } from '../api/api.ts';
import { child, items, isObject } from '../document/place.ts';

/** An operation and what stands in the place of its path variables. */
export interface Route {
  readonly path: ApiPath;
  readonly operation: ApiOperation | undefined;
  readonly variables: ReadonlyMap<string, string>;
}

/** One step of a path: what comes next by its text, or as a variable. */
interface Step {
  readonly texts: Map<string, Step>;
  variable: Step | undefined;
  /** Steps whose text holds a variable among other signs, such as `{name}.json`. */
  readonly mixed: { readonly pattern: RegExp; readonly step: Step }[];
  path: ApiPath | undefined;
}

/** Finds the operation of a request in a number of steps that does not depend on the size of the API. */
export class RouteTable {
  readonly #root = newStep();
  readonly #prefixes: readonly string[];

  constructor(api: Api) {
    this.#prefixes = basePathsOf(api);
    for (const path of api.paths.values()) this.#add(path);
  }

  /** @param pathname - without the query */
  find(method: string, pathname: string): Route | undefined {
    for (const prefix of this.#prefixes) {
      if (prefix !== '' && !pathname.startsWith(`${prefix}/`)) continue;
      const segments = pathname.slice(prefix.length).split('/').slice(1);
      const values: string[] = [];
      const path = walk(this.#root, segments, values);
      if (path === undefined) continue;
      const names = [...path.path.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
      const variables = new Map(names.map((name, index) => [name, decode(values[index] ?? '')]));
      return { path, operation: path.operations.get(method), variables };
    }
    return undefined;
  }

  #add(path: ApiPath): void {
    let at = this.#root;
    for (const segment of path.path.split('/').slice(1)) at = descend(at, segment);
    at.path = path;
  }
}

function newStep(): Step {
  return { texts: new Map(), variable: undefined, mixed: [], path: undefined };
}

function descend(at: Step, segment: string): Step {
  if (/^\{[^{}]*\}$/.test(segment)) {
    at.variable ??= newStep();
    return at.variable;
  }
  if (!segment.includes('{')) {
    const known = at.texts.get(segment) ?? newStep();
    at.texts.set(segment, known);
    return known;
  }
  const parts = segment
    .split(/\{[^{}]*\}/)
    .map((text) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  const pattern = new RegExp(`^${parts.join('(.+?)')}$`);
  const known = at.mixed.find((one) => one.pattern.source === pattern.source);
  if (known !== undefined) return known.step;
  const step = newStep();
  at.mixed.push({ pattern, step });
  return step;
}

/** Text before what is mixed before a variable, as the specification asks; steps back when that leads nowhere. */
function walk(at: Step, segments: readonly string[], values: string[]): ApiPath | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined) return at.path;
  const text = at.texts.get(segment);
  const found = text === undefined ? undefined : walk(text, rest, values);
  if (found !== undefined) return found;
  for (const { pattern, step } of at.mixed) {
    const [, ...parts] = pattern.exec(segment) ?? [];
    if (parts.length === 0) continue;
    values.push(...parts);
    const path = walk(step, rest, values);
    if (path !== undefined) return path;
    values.length -= parts.length;
  }
  if (at.variable === undefined || segment === '') return undefined;
  values.push(segment);
  const path = walk(at.variable, rest, values);
  if (path === undefined) values.pop();
  return path;
}

/** The paths of the servers that the document names, and none; a trial reaches the service itself. */
function basePathsOf({ place }: Api): string[] {
  const urls = items(child(place, 'servers')).map(({ value }) =>
    isObject(value) && typeof value['url'] === 'string' ? value['url'] : '',
  );
  const base = child(place, 'basePath').value;
  const paths = urls.map((url) => url.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/\/+$/, ''));
  if (typeof base === 'string') paths.push(base.replace(/\/+$/, ''));
  return [...new Set([...paths.filter((path) => path !== '' && !path.includes('{')), ''])];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone "%" is no escape; the value is then taken as it stands.
    return text;
  }
}
