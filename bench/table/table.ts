/** One thing that is measured once a round, e.g. `p99`. */
export interface Metric {
  readonly key: string;
  /** As the column's heading, unit included. */
  readonly title: string;
  readonly digits: number;
  /** Whether rows that stand beside another show their ratio to it. */
  readonly isCompared?: boolean;
}

/** What the issue asks of one number of a row: to be `below` a limit, or at least one. */
export type Bound = {
  readonly metric: string;
  /** `median` over the rounds, the `worst` of them, or the `ratio` to the row that it stands beside. */
  readonly of: 'median' | 'worst' | 'ratio';
} & ({ readonly below: number } | { readonly atLeast: number });

export interface Row {
  readonly label: string;
  /** The label of the row that it is compared with, round by round. */
  readonly beside?: string;
  readonly bound?: Bound | readonly Bound[];
}

/** What a benchmark is going to fill; the name is that of the marks in the document. */
export interface TableShape {
  readonly name: string;
  readonly metrics: readonly Metric[];
  readonly rows: readonly Row[];
}

/** The samples of a table, a number for each round. */
export class Samples {
  readonly shape: TableShape;
  readonly #values = new Map<string, number[]>();

  constructor(shape: TableShape) {
    this.shape = shape;
  }

  /** Notes what one round measured for a row. */
  add(row: string, measured: Readonly<Record<string, number>>): void {
    for (const [metric, value] of Object.entries(measured)) {
      const key = keyOf(row, metric);
      const values = this.#values.get(key);
      if (values === undefined) this.#values.set(key, [value]);
      else values.push(value);
    }
  }

  of(row: string, metric: string): readonly number[] {
    return this.#values.get(keyOf(row, metric)) ?? [];
  }
}

function keyOf(row: string, metric: string): string {
  return `${row}\n${metric}`;
}
