import type { Verb } from './verb.ts';

/** A verb that is known by name and loaded when it is asked for, so that start-up stays fast. */
interface ListedVerb {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Verb>;
}

export const VERBS: readonly ListedVerb[] = [
  {
    name: 'run',
    summary: 'take the project on a trial: boot, drive, judge, report',
    load: async () => (await import('./run.ts')).runVerb,
  },
  {
    name: 'plan',
    summary: 'show what a trial would check, and which requirements are proven',
    load: async () => (await import('./plan.ts')).planVerb,
  },
  {
    name: 'merge',
    summary: 'join the runs of several shards into one verdict',
    load: async () => (await import('./merge.ts')).mergeVerb,
  },
  {
    name: 'spec',
    summary: 'check spec files (lint), show one as data (parse), print the schema (schema)',
    load: async () => (await import('./spec.ts')).specVerb,
  },
  {
    name: 'env',
    summary: 'start services without a trial, to work on them by hand (up)',
    load: async () => (await import('./env.ts')).envVerb,
  },
  {
    name: 'init',
    summary: 'look at a repository and write a first config and spec',
    load: async () => (await import('./init.ts')).initVerb,
  },
];
