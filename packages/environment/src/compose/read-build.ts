import { resolve } from 'node:path';

import type { SourceLocation } from '../diagnostic.ts';
import { onlyDocker } from './check-service-keys.ts';
import type { ReportNative } from './check-service-keys.ts';
import type { FieldReader } from './field-reader.ts';
import { Fields } from './fields.ts';
import type { LookUpVariable } from './interpolate.ts';
import type { Located } from './located.ts';
import type { ComposeBuild } from './model.ts';
import { absolutePath, isRemote } from './rebase-paths.ts';

const KEYS = [
  'args',
  'cache_from',
  'cache_to',
  'context',
  'dockerfile',
  'entitlements',
  'extra_hosts',
  'isolation',
  'labels',
  'network',
  'no_cache',
  'platforms',
  'privileged',
  'provenance',
  'pull',
  'sbom',
  'secrets',
  'shm_size',
  'ssh',
  'tags',
  'target',
  'ulimits',
];
/** They change what the image consists of in a way that the working copy does not show. */
const ONLY_DOCKER = ['additional_contexts', 'dockerfile_inline'];

/** Reads `build` as a text (the context) or as a mapping. */
export function readBuild(
  value: Located,
  options: {
    what: string;
    directory: string;
    reader: FieldReader;
    lookUp: LookUpVariable;
    reportNative: ReportNative;
  },
): ComposeBuild | undefined {
  const { what, directory, reader, lookUp, reportNative } = options;
  if (value.kind === 'scalar') {
    const context = reader.text(value, what);
    if (context === undefined) return undefined;
    return buildOf(contextOf(context, value.at), value.at);
  }
  const map = reader.map(value, what);
  if (map === undefined) return undefined;
  reader.onlyKeys(map, what, [...KEYS, ...ONLY_DOCKER]);
  for (const key of ONLY_DOCKER) {
    const entry = map.entries.get(key);
    if (entry !== undefined) reportNative(onlyDocker(`${what}.${key}`, entry.keyAt));
  }
  const fields = new Fields(map, what, reader);
  const context = contextOf(fields.text('context') ?? '.', map.at);
  const given = fields.get('args', (args, at) => reader.assignments(args, at)) ?? [];
  const resolved = [...given].flatMap(([name, arg]): [string, string][] => {
    const found = arg ?? lookUp(name);
    return found === undefined ? [] : [[name, found]];
  });
  return {
    ...buildOf(context, map.at, fields.text('dockerfile')),
    target: fields.text('target'),
    args: new Map(resolved),
  };

  function contextOf(text: string, at: SourceLocation): string {
    if (!isRemote(text)) return absolutePath(directory, text);
    reportNative(onlyDocker(`${what} from ${text}`, at));
    return text;
  }
}

function buildOf(context: string, location: SourceLocation, written?: string): ComposeBuild {
  const dockerfile = written === undefined || written === '' ? 'Dockerfile' : written;
  const file = isRemote(context) ? dockerfile : resolve(context, dockerfile);
  return { context, dockerfile: file, target: undefined, args: new Map(), location };
}
