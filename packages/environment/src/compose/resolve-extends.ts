import { dirname, resolve } from 'node:path';

import type { SourceLocation } from '../diagnostic.ts';
import { didYouMean } from '../did-you-mean.ts';
import type { DiagnosticLog } from './diagnostic-log.ts';
import { FieldReader } from './field-reader.ts';
import type { LoadContext } from './load-context.ts';
import { countValues, valueOf } from './located.ts';
import type { Located, LocatedEntry, LocatedMap } from './located.ts';
import { mergeServices } from './merge-located.ts';
import { rebaseService } from './rebase-paths.ts';

/** Far more than anybody extends one after the other, far from the end of the stack. */
const MAX_STEPS = 50;
/** Thousands of services that extend one of thousands of values reach millions. */
const MAX_VALUES = 50_000;

/** What `extends` is resolved against. */
export interface ExtendsContext {
  readonly file: string;
  /** Folder that the paths of `extends` in this file start from. */
  readonly directory: string;
  readonly log: DiagnosticLog;
  readonly budget: LoadContext['budget'];
  /** Reads another file, named at that place. */
  readonly readOther: (file: string, at: SourceLocation) => LocatedMap;
}

/** Replaces each service that `extends` another one by both merged, from the same file or another one. */
export function resolveExtends(document: LocatedMap, context: ExtendsContext): LocatedMap {
  const services = document.entries.get('services');
  if (services?.value.kind !== 'map') return document;
  const resolver = new ExtendsResolver(context);
  const home = { file: context.file, directory: context.directory, services: services.value };
  const entries = [...services.value.entries.values()].map((entry): LocatedEntry => {
    if (entry.value.kind !== 'map' || !entry.value.entries.has('extends')) return entry;
    return { ...entry, value: resolver.resolve(entry.value, entry.key, home) };
  });
  const value = { ...services.value, entries: new Map(entries.map((entry) => [entry.key, entry])) };
  return {
    ...document,
    entries: new Map(document.entries).set('services', { ...services, value }),
  };
}

interface Home {
  readonly file: string;
  readonly directory: string;
  readonly services: LocatedMap;
}

class ExtendsResolver {
  readonly #context: ExtendsContext;
  readonly #reader: FieldReader;
  readonly #homes = new Map<string, Home>();
  readonly #done = new Map<string, LocatedMap>();
  /** The services that are being extended, innermost last. */
  readonly #path: { readonly id: string; readonly name: string }[] = [];

  constructor(context: ExtendsContext) {
    this.#context = context;
    this.#reader = new FieldReader(context.log);
  }

  resolve(service: LocatedMap, name: string, home: Home): LocatedMap {
    const id = `${home.file}\0${name}`;
    const known = this.#done.get(id);
    if (known !== undefined) return known;
    const { extends: _extends, ...rest } = Object.fromEntries(service.entries);
    const own = { ...service, entries: new Map(Object.entries(rest)) };
    const entry = service.entries.get('extends');
    if (entry === undefined) return service;
    const isHere = home.file === this.#context.file;
    this.#path.push({ id, name: isHere ? name : `${name} of ${home.file}` });
    const base = this.#base(entry.value, home);
    this.#path.pop();
    const tooMuch = base !== undefined && this.#isTooMuch(base);
    const merged =
      base === undefined || tooMuch ? own : mergeServices(base, own, this.#context.log);
    this.#done.set(id, merged);
    return merged;
  }

  #base(value: Located, home: Home): LocatedMap | undefined {
    const target = this.#target(value, home);
    if (target === undefined) return undefined;
    const { name, at, other } = target;
    const found = other.services.entries.get(name)?.value;
    if (found?.kind !== 'map') return this.#refuseUnknown(target);
    if (this.#path.length > MAX_STEPS) {
      const expected = `at most ${MAX_STEPS}`;
      this.#context.log.error('COMPOSE_EXTENDS', at, 'too many services extend each other', {
        expected,
      });
      return undefined;
    }
    const start = this.#path.findIndex(({ id }) => id === `${other.file}\0${name}`);
    if (start !== -1) {
      const steps = this.#path.slice(start).map((step) => step.name);
      const names = [...steps, steps[0] ?? name];
      const message = `services extend each other: ${names.join(' -> ')}`;
      this.#context.log.error('COMPOSE_EXTENDS', at, message, {
        hint: 'take one of these extends away',
      });
      return undefined;
    }
    const resolved = this.resolve(found, name, other);
    // The other file's own paths; those that it took from a third one are absolute by now.
    return other === home ? resolved : rebaseService(resolved, other.directory);
  }

  #isTooMuch(base: LocatedMap): boolean {
    const { budget, log } = this.#context;
    if (budget.values > MAX_VALUES) return true;
    budget.values += countValues(base);
    if (budget.values <= MAX_VALUES) return false;
    const expected = `at most ${MAX_VALUES} values taken over by extends`;
    log.error('COMPOSE_TOO_LARGE', base.at, 'the file expands to too many values', { expected });
    return true;
  }

  #target(
    value: Located,
    home: Home,
  ): { name: string; at: SourceLocation; other: Home } | undefined {
    const reader = this.#reader;
    if (value.kind !== 'map') {
      const name = reader.text(value, 'extends');
      return name === undefined ? undefined : { name, at: value.at, other: home };
    }
    reader.onlyKeys(value, 'extends', ['service', 'file']);
    const service = valueOf(value, 'service');
    const file = valueOf(value, 'file');
    if (service === undefined) return reader.refuse(value, 'extends', 'service: <name>');
    const name = reader.text(service, 'extends.service');
    const path = file === undefined ? undefined : reader.text(file, 'extends.file');
    if (name === undefined || (file !== undefined && path === undefined)) return undefined;
    const other =
      path === undefined ? home : this.#home(resolve(home.directory, path), file?.at ?? value.at);
    return { name, at: service.at, other };
  }

  #home(file: string, at: SourceLocation): Home {
    const known = this.#homes.get(file);
    if (known !== undefined) return known;
    // The file itself may be named as well as another one.
    const services = this.#context.readOther(file, at).entries.get('services')?.value;
    const none: LocatedMap = { kind: 'map', at: { file, line: 1, column: 1 }, entries: new Map() };
    const home = {
      file,
      directory: dirname(file),
      services: services?.kind === 'map' ? services : none,
    };
    this.#homes.set(file, home);
    return home;
  }

  #refuseUnknown({
    name,
    at,
    other,
  }: {
    name: string;
    at: SourceLocation;
    other: Home;
  }): undefined {
    // A file that could not be read has been reported already.
    if (other.services.entries.size === 0) return undefined;
    const names = [...other.services.entries.keys()];
    const meant = didYouMean(name, names);
    const place = other.file === this.#context.file ? '' : ` in ${other.file}`;
    this.#context.log.error('COMPOSE_EXTENDS', at, `extends undefined service "${name}"${place}`, {
      hint: meant === undefined ? `services: ${names.join(', ')}` : `did you mean "${meant}"?`,
    });
    return undefined;
  }
}
