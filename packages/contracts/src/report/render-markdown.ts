import type { DescribedChange } from './describe-changes.ts';
import { nameOf, sayCounts } from './render-text.ts';

const TITLES = { ERR: 'Breaking', WARN: 'May break', INFO: 'Other changes' } as const;

/** Changes as a changelog in Markdown: what breaks first, then operation by operation. */
export function renderMarkdown(
  changes: readonly DescribedChange[],
  { from, to }: { readonly from: string; readonly to: string },
): string {
  const head = [`# API changes: ${from} → ${to}`, '', `${sayCounts(changes)}.`, ''];
  const sections = (['ERR', 'WARN', 'INFO'] as const).flatMap((level) => {
    const own = changes.filter((change) => change.level === level);
    return own.length === 0 ? [] : [`## ${TITLES[level]}`, '', ...sectionLines(own)];
  });
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
