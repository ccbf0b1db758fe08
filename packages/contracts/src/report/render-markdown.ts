import type { Diagnostic } from '../diagnostic.ts';
import { formatDiagnostic } from '../diagnostic.ts';
import type { DescribedChange } from './describe-changes.ts';
import { nameOf } from './name-of.ts';
import { sayCounts } from './render-text.ts';
import type { AgreedChange } from './say-agreed.ts';
import { sayAgreed } from './say-agreed.ts';
import { gapsAmong, sayGaps } from './say-gaps.ts';

const TITLES = { ERR: 'Breaking', WARN: 'May break', INFO: 'Other changes' } as const;

/** What a changelog is of. */
export interface MarkdownOptions {
  readonly from: string;
  readonly to: string;
  /** What was told of the comparison itself. */
  readonly diagnostics?: readonly Diagnostic[];
  /** Changes that were agreed to; they are not among the others. */
  readonly agreed?: readonly AgreedChange[];
}

/** Changes as a changelog in Markdown: what breaks first, then operation by operation. */
export function renderMarkdown(
  changes: readonly DescribedChange[],
  { from, to, diagnostics = [], agreed = [] }: MarkdownOptions,
): string {
  const gaps = gapsAmong(diagnostics);
  const told = gaps.map((gap) => `- ${escape(formatDiagnostic(gap))}`);
  const warning = gaps.length === 0 ? [] : [`**Warning: ${sayGaps(gaps)}.**`, '', ...told, ''];
  const head = [`# API changes: ${from} → ${to}`, '', ...warning, `${sayCounts(changes)}.`, ''];
  const sections = (['ERR', 'WARN', 'INFO'] as const).flatMap((level) => {
    const own = changes.filter((change) => change.level === level);
    return own.length === 0 ? [] : [`## ${TITLES[level]}`, '', ...sectionLines(own)];
  });
  const settled = agreed.map((one) => `- ${escape(sayAgreed(one))}`);
  if (settled.length > 0) sections.push('## Agreed to', '', ...settled);
  return `${[...head, ...sections].join('\n').trimEnd()}\n`;
}

function sectionLines(changes: readonly DescribedChange[]): string[] {
  return [...Map.groupBy(changes, nameOf)].flatMap(([name, group]) => [
    `### ${escape(name)}`,
    '',
    ...group.map(({ text, id, operations }) => {
      const others = operations.length - 1;
      const also =
        others > 0 ? ` Also in ${others} other operation${others === 1 ? '' : 's'}.` : '';
      return `- ${escape(text)} (\`${id}\`).${also}`;
    }),
    '',
  ]);
}

/** Texts of a document may hold what Markdown or HTML takes for its own; code in backticks is left alone. */
function escape(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replaceAll(/[<>*_[\]|]/g, String.raw`\$&`),
    )
    .join('');
}
