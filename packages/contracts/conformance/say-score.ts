import type { AreaScore, Miss, Score } from './score.ts';

/** The score as a table, and each miss. */
export function sayScore({ areas, total, verdicts, misses }: Score): string {
  const rows = [...areas].toSorted(([, one], [, other]) => other.cases - one.cases);
  const lines = [
    row('area', ['cases', 'passed', 'precision', 'recall']),
    ...rows.map(([name, score]) => row(name, cells(score))),
    row('total', cells(total)),
    '',
    `verdict (breaking or not): ${verdicts.right} of ${verdicts.of} right, ${share(verdicts.right, verdicts.of)}`,
    '',
    ...misses.flatMap(sayMiss),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function row(name: string, texts: readonly string[]): string {
  return name.padEnd(32) + texts.map((text) => text.padStart(11)).join('');
}

function cells({ cases, passed, found, wrong, missed }: AreaScore): string[] {
  return [String(cases), String(passed), share(found, found + wrong), share(found, found + missed)];
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}

function sayMiss({ name, missed, wrong, breaks }: Miss): string[] {
  return [
    name,
    ...missed.map((id) => `  missed  ${id}`),
    ...wrong.map((id) => `  wrong   ${id}`),
    ...(breaks === undefined
      ? []
      : [`  verdict should be ${breaks ? 'breaking' : 'not breaking'}`]),
  ];
}
