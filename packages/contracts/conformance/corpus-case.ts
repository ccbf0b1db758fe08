import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { DiffOptions, StabilityLevel } from '../src/index.ts';

/** One case of a corpus: two documents and what has to be said of them. */
export interface CorpusCase {
  readonly name: string;
  readonly area: string;
  /** Ids that the case speaks about; undefined for all. */
  readonly scope: ReadonlySet<string> | undefined;
  readonly minLevel: string;
  /** Whether nothing else within the scope may be said. */
  readonly isExact: boolean;
  readonly expected: readonly string[];
  readonly absent: readonly string[];
  /** Whether there is a breaking change; undefined when the case does not say. */
  readonly breaks: boolean | undefined;
  readonly options: DiffOptions;
  readonly base: string;
  readonly revision: string;
}

interface WrittenCase {
  readonly area?: string;
  readonly scope?: readonly string[] | '*';
  readonly minLevel?: string;
  readonly exact?: boolean;
  readonly expected?: readonly { readonly id: string }[];
  readonly absent?: readonly string[];
  readonly verdict?: { readonly err?: boolean };
  readonly options?: {
    readonly deprecationDaysBeta?: number;
    readonly deprecationDaysStable?: number;
    readonly stabilityLevel?: StabilityLevel;
    readonly versioningPolicy?: boolean;
    readonly flattenAllOf?: boolean;
  };
}

const DAY_MS = 86_400_000;

/** Reads all cases below a folder, `<case>/{base.yaml,revision.yaml,expected.json}`. */
export function readCorpus(folder: string): CorpusCase[] {
  return readdirSync(folder)
    .toSorted()
    .filter((name) => existsSync(join(folder, name, 'expected.json')))
    .map((name) => readCase(folder, name));
}

function readCase(folder: string, name: string): CorpusCase {
  const read = (file: string): string => readFileSync(join(folder, name, file), 'utf8');
  const written = JSON.parse(read('expected.json')) as WrittenCase;
  const { scope = '*', options = {} } = written;
  return {
    name,
    area: written.area ?? 'other',
    scope: scope === '*' ? undefined : new Set(scope),
    minLevel: written.minLevel ?? 'INFO',
    isExact: written.exact ?? false,
    expected: (written.expected ?? []).map(({ id }) => id),
    absent: written.absent ?? [],
    breaks: written.verdict?.err,
    options: {
      expand: true,
      deprecationDays: {
        beta: options.deprecationDaysBeta ?? 0,
        stable: options.deprecationDaysStable ?? 0,
      },
      versioningPolicy: options.versioningPolicy ?? false,
      flattenAllOf: options.flattenAllOf ?? false,
      ...(options.stabilityLevel === undefined ? {} : { stabilityLevel: options.stabilityLevel }),
    },
    base: withDates(read('base.yaml')),
    revision: withDates(read('revision.yaml')),
  };
}

/** `@TODAY+30@` stands for the day in thirty days, because some rules count from today. */
function withDates(text: string): string {
  return text.replaceAll(/@TODAY([+-]\d+)?@/g, (_, days?: string) =>
    new Date(Date.now() + Number(days ?? 0) * DAY_MS).toISOString().slice(0, 10),
  );
}
