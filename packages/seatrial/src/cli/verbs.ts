import type { Verb } from './verb.ts';

/** A verb that is known by name and loaded when it is asked for, so that start-up stays fast. */
export interface ListedVerb {
  /** One word, or two: those that share the first are a group. */
  readonly name: string;
  readonly aliases?: readonly string[];
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
    name: 'env up',
    summary: 'start services without a trial, here or in the background (--wait)',
    load: async () => (await import('./env/up.ts')).envUpVerb,
  },
  {
    name: 'env down',
    summary: 'stop them; their data stays unless --volumes is given',
    load: async () => (await import('./env/down.ts')).envDownVerb,
  },
  {
    name: 'env status',
    aliases: ['env ps'],
    summary: 'show what runs, what runs it, and where it answers',
    load: async () => (await import('./env/status.ts')).envStatusVerb,
  },
  {
    name: 'env logs',
    summary: 'show what the services print, also as it comes (--follow)',
    load: async () => (await import('./env/logs.ts')).envLogsVerb,
  },
  {
    name: 'env exec',
    summary: 'run a command as if it were inside a service',
    load: async () => (await import('./env/exec.ts')).envExecVerb,
  },
  {
    name: 'contracts diff',
    summary: 'say what changed between two API descriptions, and whom it breaks',
    load: async () => (await import('./contracts/diff.ts')).contractsDiffVerb,
  },
  {
    name: 'contracts lint',
    summary: 'say what is wrong with an API description by itself',
    load: async () => (await import('./contracts/lint.ts')).contractsLintVerb,
  },
  {
    name: 'contracts coverage',
    summary: 'show how much of each contract a run has exercised',
    load: async () => (await import('./contracts/coverage.ts')).contractsCoverageVerb,
  },
  {
    name: 'contracts accept',
    summary: 'keep a contract as it is now, to measure changes against it',
    load: async () => (await import('./contracts/accept.ts')).contractsAcceptVerb,
  },
  {
    name: 'init',
    summary: 'look at a repository and write a first config and spec',
    load: async () => (await import('./init.ts')).initVerb,
  },
];
