import type { Diagnostic } from '../diagnostic.ts';
import type { Level } from '../diff/change.ts';
import type { DescribedChange } from './describe-changes.ts';
import { nameOf } from './name-of.ts';
import { gapsAmong } from './say-gaps.ts';

const SEVERITIES: Readonly<Record<Level, string>> = { ERR: 'error', WARN: 'warning', INFO: 'note' };

/** Changes as SARIF 2.1.0, for code scanning; each points at the revision, or at the base where that has nothing. */
export function renderSarif(
  changes: readonly DescribedChange[],
  version: string,
  diagnostics: readonly Diagnostic[] = [],
): string {
  const ids = [...new Set(changes.map(({ id }) => id))].toSorted();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'seatrial contracts',
            version,
            rules: ids.map((id) => ({ id, shortDescription: { text: id.replaceAll('-', ' ') } })),
          },
        },
        invocations: [
          {
            executionSuccessful: gapsAmong(diagnostics).length === 0,
            toolExecutionNotifications: diagnostics.map(toNotification),
          },
        ],
        results: changes.map((change) => toResult(change, ids.indexOf(change.id))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function toNotification({ code, severity, message, file, line, column }: Diagnostic): unknown {
  const region = { startLine: line ?? 1, startColumn: column ?? 1 };
  return {
    descriptor: { id: code },
    level: severity,
    message: { text: message },
    ...(file === undefined
      ? {}
      : { locations: [{ physicalLocation: { artifactLocation: { uri: file }, region } }] }),
  };
}

function toResult(change: DescribedChange, ruleIndex: number): unknown {
  const { id, level, text, why, revision, base } = change;
  const place = revision ?? base;
  return {
    ruleId: id,
    ruleIndex,
    level: SEVERITIES[level],
    message: { text: `${nameOf(change)}: ${text}.${why === '' ? '' : ` ${why}`}` },
    ...(place === null
      ? {}
      : {
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: place.file },
                region: { startLine: place.line, startColumn: place.column },
              },
              logicalLocations: [{ fullyQualifiedName: place.pointer }],
            },
          ],
        }),
    partialFingerprints: {
      change: [id, change.method, change.path, change.where].join(' '),
    },
  };
}
