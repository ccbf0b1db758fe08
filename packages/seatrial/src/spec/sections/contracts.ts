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
    schemaFile,
    migrations,
    tables: wordsOf(valueOf(own, 'tables')),
  };
}

function readBreakingChanges(text: string | null): ContractSection['breakingChanges'] {
  if (text === null) return null;
  if (/without (a )?major version/i.test(text)) return 'with-major-version';
  if (/\b(none|no|not)\b/i.test(text)) return 'none';
  return /\ballowed\b/i.test(text) ? 'allowed' : null;
}
