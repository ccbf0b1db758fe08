import type { Samples } from './table/table.ts';

/** What a benchmark gets of the program. */
export interface Bench {
  readonly rounds: number;
  /** Aborted on Ctrl-C; every process that a benchmark starts heeds it. */
  readonly signal: AbortSignal;
  /** An empty folder of the benchmark's own; the program removes it. */
  readonly scratch: string;
  /** Says on stderr what is going on. */
  readonly progress: (text: string) => void;
}

/** A group of tables that are measured together. */
export interface Benchmark {
  readonly name: string;
  readonly summary: string;
  /** What a reader of its tables has to know about how they came about: generator, counts. */
  readonly run: (bench: Bench) => Promise<Measured>;
}

export interface Measured {
  readonly tables: readonly Samples[];
  readonly notes: readonly string[];
  /** Charts of the tables, for docs/images. */
  readonly images?: readonly { readonly name: string; readonly svg: string }[];
}
