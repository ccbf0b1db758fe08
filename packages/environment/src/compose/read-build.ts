import { resolve } from 'node:path';

import type { SourceLocation } from '../diagnostic.ts';
import type { FieldReader } from './field-reader.ts';
import type { Located } from './located.ts';
import type { ComposeBuild } from './model.ts';

const APPLIED = ['context', 'dockerfile', 'target', 'args'];
/** They change how an image is made, not what runs natively. */
const WITHOUT_EFFECT = [
  'cache_from',
  'cache_to',
  'no_cache',
  'pull',
  'platforms',
  'tags',
  'labels',
  'network',
  'shm_size',
  'provenance',
  'sbom',
  'isolation',
  'privileged',
  'ulimits',
];
const REFUSED = [
  'dockerfile_inline',
  'additional_contexts',
  'secrets',
  'ssh',
  'extra_hosts',
  'entitlements',
];

/** Reads `build` as a text (the context) or as a mapping. */
export function readBuild(
  value: Located,
  options: {
    what: string;
    directory: string;
    reader: FieldReader;
    lookUp: (name: string) => string | undefined;
  },
): ComposeBuild | undefined {
  const { what, directory, reader, lookUp } = options;
  if (value.kind === 'scalar') {
    const context = reader.text(value, what);
    return context === undefined ? undefined : buildOf(resolve(directory, context), value.at);
  }
  const map = reader.map(value, what);
  if (map === undefined) return undefined;
  reader.onlyKeys(map, what, [...APPLIED, ...WITHOUT_EFFECT, ...REFUSED]);
  for (const key of REFUSED) {
    const entry = map.entries.get(key);
    if (entry !== undefined) {
      reader.log.error(
        'COMPOSE_KEY_UNSUPPORTED',
        entry.keyAt,
        `${what}.${key} is not supported yet`,
      );
    }
  }
  const text = (key: string): string | undefined => {
    const found = map.entries.get(key)?.value;
    return found === undefined ? undefined : reader.text(found, `${what}.${key}`);
  };
  const context = resolve(directory, text('context') ?? '.');
  const args = map.entries.get('args')?.value;
  const given = args === undefined ? [] : reader.assignments(args, `${what}.args`);
  const resolved = [...given].flatMap(([name, arg]): [string, string][] => {
    const found = arg ?? lookUp(name);
    return found === undefined ? [] : [[name, found]];
  });
  return {
    ...buildOf(context, map.at, text('dockerfile')),
    target: text('target'),
    args: new Map(resolved),
  };
}

function buildOf(
  context: string,
  location: SourceLocation,
  dockerfile = 'Dockerfile',
): ComposeBuild {
  const file = resolve(context, dockerfile);
  return { context, dockerfile: file, target: undefined, args: new Map(), location };
}
