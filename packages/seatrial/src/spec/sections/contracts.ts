import type { Complaints } from '../complaints.ts';
import type { ContractSection } from '../integration-sections.ts';
import type { Group } from './groups.ts';
import { valueOf, wordsOf } from './groups.ts';

/** `->`, `=>` and the arrow as it looks after a wrong decoding. */
const ARROWS = /\s*(?:->|=>|→|⟶|â†’)\s*/g;

/** `## API Contracts`: one block a label, `**A → B:**`. */
export function readContracts(
  groups: readonly Group[],
  remarks: Complaints,
): readonly ContractSection[] {
  return groups
    .filter(({ label, items }) => label !== '' && items.length > 0)
    .map((group) => readContract(group, remarks));
}

function readContract(group: Group, remarks: Complaints): ContractSection {
  const own = [group];
  const contractFile = valueOf(own, 'contract file');
  const schemaFile = valueOf(own, 'schema file');
  const migrations = valueOf(own, 'migrations', 'migration');
  // A database is held to its schema and has no contract file (B-WI-02).
  const isDatabase = contractFile === null && (schemaFile !== null || migrations !== null);
  const version = valueOf(own, 'version');
  const name = group.label.replaceAll(ARROWS, ' → ');
  if (!isDatabase) {
    const missing = (what: string): void =>
      remarks.warning('SPEC_CONTRACT_INCOMPLETE', group, `contract ${name} has no ${what}`, {
        expected: `a bullet "${what}: …"`,
      });
    if (contractFile === null) missing('Contract file');
    if (version === null) missing('Version');
  }
  return {
    name,
    line: group.line,
    column: group.column,
    service: valueOf(own, 'service'),
    kind: isDatabase ? 'database' : 'api',
    contractFile,
    version,
    previousVersion: valueOf(own, 'previous version'),
    breakingChanges: readBreakingChanges(valueOf(own, 'breaking changes')),
    checkEvery: readSample(valueOf(own, 'sample'), group, remarks),
    schemaFile,
    migrations,
    tables: wordsOf(valueOf(own, 'tables')),
  };
}

/** `every 50th exchange`, `1 of 50`, `2 %`. */
function readSample(text: string | null, group: Group, remarks: Complaints): number {
  if (text === null) return 1;
  const [, every] = /\b(?:every|1 (?:of|in)) (\d+)/i.exec(text) ?? [];
  const [, percent] = /(\d+(?:\.\d+)?) ?%/.exec(text) ?? [];
  const sample = every === undefined ? Math.round(100 / Number(percent)) : Number(every);
  if (Number.isSafeInteger(sample) && sample >= 1) return sample;
  remarks.warning('SPEC_CONTRACT_SAMPLE', group, `"${text}" says no sample; all is checked`, {
    expected: '"every 50th exchange", "1 of 50" or "2 %"',
  });
  return 1;
}

function readBreakingChanges(text: string | null): ContractSection['breakingChanges'] {
  if (text === null) return null;
  if (/without (a )?major version/i.test(text)) return 'with-major-version';
  if (/\b(none|no|not)\b/i.test(text)) return 'none';
  return /\ballowed\b/i.test(text) ? 'allowed' : null;
}
