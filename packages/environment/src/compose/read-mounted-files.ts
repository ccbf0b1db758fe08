import { existsSync } from 'node:fs';
import { isAbsolute, posix } from 'node:path';

import type { SourceLocation } from '../diagnostic.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { FieldReader } from './field-reader.ts';
import { Fields } from './fields.ts';
import type { LookUpVariable } from './interpolate.ts';
import { valueOf } from './located.ts';
import type { Located, LocatedEntry, LocatedMap } from './located.ts';
import type { ComposeMountedFile } from './model.ts';
import { isExternal, readSection } from './read-top-level.ts';
import { absolutePath } from './rebase-paths.ts';

type Kind = ComposeMountedFile['kind'];

/** A top-level secret or config; the source is undefined when it has to exist in the engine. */
export interface FileDeclaration {
  readonly source: ComposeMountedFile['source'] | undefined;
  readonly location: SourceLocation;
}

/** The top-level `secrets` and `configs`. */
export type FileDeclarations = Readonly<Record<Kind, ReadonlyMap<string, FileDeclaration>>>;

const SECTION_KEYS = [
  'file',
  'environment',
  'content',
  'external',
  'name',
  'labels',
  'driver',
  'driver_opts',
  'template_driver',
];
const MOUNT_KEYS = ['source', 'target', 'uid', 'gid', 'mode'];

/** Reads the top-level `secrets` and `configs`. */
export function readFileDeclarations(
  root: LocatedMap,
  context: { reader: FieldReader; directory: string; lookUp: LookUpVariable },
): FileDeclarations {
  const { reader } = context;
  const section = (name: string): ReadonlyMap<string, FileDeclaration> =>
    readSection(root, name, {
      reader,
      keys: SECTION_KEYS,
      read: (entry, fields) => readDeclaration(entry, fields, { ...context, section: name }),
    });
  return { secret: section('secrets'), config: section('configs') };
}

function readDeclaration(
  entry: LocatedEntry,
  fields: Fields | undefined,
  context: { reader: FieldReader; directory: string; lookUp: LookUpVariable; section: string },
): FileDeclaration {
  const { reader, directory, lookUp, section } = context;
  const location = entry.keyAt;
  const file = fields?.text('file');
  const variable = fields?.text('environment');
  const content = fields?.text('content');
  const given = [file, variable, content].filter((source) => source !== undefined);
  if (given.length === 0 && fields !== undefined && isOfEngine(fields)) {
    return { source: undefined, location };
  }
  if (given.length !== 1) {
    const message = `cannot tell what ${section}.${entry.key} is made of`;
    const expected = 'one of file: path, environment: NAME, content: text, external: true';
    reader.log.error('COMPOSE_MOUNTED_FILE', location, message, { expected });
    // The service that uses it is not at fault.
    return { source: { form: 'text', text: '' }, location };
  }
  if (file !== undefined) {
    return { source: { form: 'file', path: absolutePath(directory, file) }, location };
  }
  const text = content ?? lookUp(variable ?? '');
  if (text === undefined) {
    const message = `variable ${variable} of ${section}.${entry.key} is not set`;
    const hint = `set ${variable} in the environment or in .env`;
    reader.log.warn('COMPOSE_VARIABLE_UNSET', location, message, { hint });
  }
  return { source: { form: 'text', text: text ?? '' }, location };
}

/** Whether it comes from the engine or from a driver of it. */
function isOfEngine(fields: Fields): boolean {
  return isExternal(fields) || fields.map.entries.has('driver');
}

/** What is wrong with a service, for one who decides how bad that is. */
export type Report = (code: string, at: SourceLocation, message: string, hint: string) => void;

/** What the mounted files of a service are read against. */
export interface MountContext {
  readonly declarations: FileDeclarations;
  /** A file that is missing now. */
  readonly missing: Report;
  /** A source that only an engine has. */
  readonly external: Report;
}

/** Reads `secrets` and `configs` of a service. */
export function readMountedFiles(fields: Fields, context: MountContext): ComposeMountedFile[] {
  const read = (kind: Kind) => (value: Located, what: string) => {
    if (value.kind !== 'list') {
      fields.reader.refuse(value, what, 'a list of names');
      return [];
    }
    return value.items.flatMap((item) => {
      const mount = readMount(item, { kind, what, reader: fields.reader });
      const source =
        mount === undefined ? undefined : sourceOf(mount, what, { ...context, fields });
      return mount === undefined || source === undefined ? [] : [{ ...mount, source }];
    });
  };
  return [
    ...(fields.get('secrets', read('secret')) ?? []),
    ...(fields.get('configs', read('config')) ?? []),
  ];
}

type Mount = Omit<ComposeMountedFile, 'source'>;

function readMount(
  item: Located,
  { kind, what, reader }: { kind: Kind; what: string; reader: FieldReader },
): Mount | undefined {
  if (item.kind !== 'map') {
    const name = reader.text(item, what);
    return name === undefined
      ? undefined
      : { kind, name, target: targetOf(kind, name), mode: undefined, location: item.at };
  }
  reader.onlyKeys(item, what, MOUNT_KEYS);
  const fields = new Fields(item, what, reader);
  const name = fields.text('source');
  if (name === undefined) return reader.refuse(item, what, 'source: <name>');
  const mode = valueOf(item, 'mode');
  const bits = mode?.kind === 'scalar' ? modeOf(mode.text, mode.value) : undefined;
  if (mode !== undefined && bits === undefined)
    reader.refuse(mode, `${what}.mode`, 'a mode such as 0440');
  return {
    kind,
    name,
    target: targetOf(kind, fields.text('target') ?? name),
    mode: bits,
    location: item.at,
  };
}

function modeOf(text: string, value: unknown): number | undefined {
  if (typeof value === 'number') return value <= 0o7777 ? value : undefined;
  return /^0?[0-7]{3,4}$/.test(text) ? Number.parseInt(text, 8) : undefined;
}

function targetOf(kind: Kind, target: string): string {
  return isAbsolute(target) ? target : posix.join(kind === 'secret' ? '/run/secrets' : '/', target);
}

function sourceOf(
  { kind, name, location }: Mount,
  what: string,
  { declarations, missing, external, fields }: MountContext & { fields: Fields },
): ComposeMountedFile['source'] | undefined {
  const declaration = declarations[kind].get(name);
  if (declaration === undefined) {
    const meant = didYouMean(name, declarations[kind].keys());
    fields.reader.log.error('COMPOSE_MOUNTED_FILE', location, `undefined ${kind} "${name}"`, {
      hint:
        meant === undefined
          ? `declare it under the top-level ${kind}s`
          : `did you mean "${meant}"?`,
    });
    return undefined;
  }
  const { source } = declaration;
  if (source === undefined) {
    external(
      'COMPOSE_MOUNTED_FILE',
      location,
      `${what}: ${kind} "${name}" exists in an engine only`,
      `give it a file: under the top-level ${kind}s`,
    );
  } else if (source.form === 'file' && !existsSync(source.path)) {
    missing(
      'COMPOSE_MOUNTED_FILE',
      declaration.location,
      `file ${source.path} of ${kind} "${name}" does not exist`,
      'create it',
    );
  }
  return source;
}
