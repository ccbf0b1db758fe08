import type { ContractDocument } from '@seatrial/contracts';
import {
  renderGithub,
  renderHtml,
  renderMarkdown,
  renderSarif,
  renderText,
} from '@seatrial/contracts';

import type { ContractDiff, FailOn } from '../../checks/contract/diff-contracts.ts';
import type { ContractsDiffDocument } from '../documents.ts';
import { seatrialVersion } from '../version.ts';
import type { Format } from './diff.ts';

/** How an outcome is shown. */
export interface RenderOptions {
  readonly format: Format;
  readonly base: ContractDocument;
  readonly revision: ContractDocument;
  readonly failOn: FailOn;
  readonly exitCode: number;
  readonly colors: boolean;
}

/** Writes the outcome in the format that was asked for. */
export async function renderDiff(found: ContractDiff, options: RenderOptions): Promise<string> {
  const { format, base, revision, colors } = options;
  const { warnings: diagnostics, accepted: agreed } = found;
  const names = { from: base.uri, to: revision.uri };
  switch (format) {
    case 'text':
      return renderText(found.changes, { colors, diagnostics, agreed });
    case 'markdown':
      return renderMarkdown(found.changes, { ...names, diagnostics, agreed });
    case 'sarif':
      return renderSarif(found.changes, seatrialVersion(), diagnostics);
    case 'github':
      return renderGithub(found.changes, diagnostics);
    case 'html': {
      const sources = new Map([base, revision].map(({ uri, text }) => [uri, text]));
      return renderHtml(found.changes, { ...names, sources, diagnostics, agreed });
    }
    case 'json':
      return `${JSON.stringify(toDocument(found, options), null, 2)}\n`;
    default:
      return format satisfies never;
  }
}

function toDocument(
  { changes, accepted, warnings }: ContractDiff,
  { base, revision, failOn, exitCode }: RenderOptions,
): ContractsDiffDocument {
  const count = (level: string): number =>
    changes.filter((change) => change.level === level).length;
  return {
    schemaVersion: 1,
    base: base.uri,
    revision: revision.uri,
    failOn,
    exitCode,
    counts: { ERR: count('ERR'), WARN: count('WARN'), INFO: count('INFO') },
    changes,
    accepted,
    diagnostics: warnings,
  };
}
