import { judge, ratioOf, spreadOf } from './summarise.ts';
import type { Bound, Metric, Row, Samples } from './table.ts';

/** The table in Markdown: medians, the least and the largest round in brackets. */
export function renderTable(samples: Samples): string {
  const { metrics, rows } = samples.shape;
  const compared = rows.some(({ beside }) => beside !== undefined)
    ? metrics.filter(({ isCompared }) => isCompared === true)
    : [];
  const isBounded = rows.some(({ bound }) => bound !== undefined);
  const headings = [
    '',
    ...metrics.map(({ title }) => title),
    ...compared.map(({ title }) => `× ${withoutUnit(title)}`),
    ...(isBounded ? ['bound', ''] : []),
  ];
  const lines = rows.map((row) => [
    row.label,
    ...metrics.map((metric) => spreadCell(samples, row, metric)),
    ...compared.map(({ key }) => ratioCell(samples, row, key)),
    ...(isBounded ? boundCells(samples, row) : []),
  ]);
  const rule = headings.map((_, index) => (index === 0 ? '---' : '--:'));
  return [headings, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function spreadCell(samples: Samples, { label }: Row, { key, digits }: Metric): string {
  const spread = spreadOf(samples.of(label, key));
  if (spread === undefined) return '–';
  const [median, min, max] = [spread.median, spread.min, spread.max].map((value) =>
    sayNumber(value, digits),
  );
  return `${median} (${min}–${max})`;
}

function ratioCell(samples: Samples, row: Row, metric: string): string {
  const ratio = ratioOf(samples, row, metric);
  return ratio === undefined ? '' : ratio.toFixed(2);
}

function boundCells(samples: Samples, row: Row): readonly [string, string] {
  const judgements = judge(samples, row);
  const bounds = judgements.map(({ bound }) => sayBound(samples, bound));
  const outcomes = judgements.map(({ holds }) => (holds ? 'holds' : '**does not hold**'));
  const isAgreed = new Set(outcomes).size === 1;
  return [bounds.join('; '), isAgreed ? (outcomes[0] ?? '') : outcomes.join('; ')];
}

function sayBound(samples: Samples, bound: Bound): string {
  const metric = samples.shape.metrics.find(({ key }) => key === bound.metric);
  const title = withoutUnit(metric?.title ?? bound.metric);
  const of = bound.of === 'worst' ? ', worst round' : '';
  const times = bound.of === 'ratio' ? '× ' : '';
  const limit = 'below' in bound ? `< ${bound.below}` : `≥ ${bound.atLeast}`;
  return `${times}${title}${of} ${limit}`;
}

function sayNumber(value: number, digits: number): string {
  return value.toLocaleString('en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

function withoutUnit(title: string): string {
  return title.replace(/,[^,]*$/, '');
}
