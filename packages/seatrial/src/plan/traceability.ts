import type { RequirementRecord, RunRecord, SourcePosition } from '../evidence/index.ts';
import { requirementStates } from '../evidence/index.ts';
import type { Plan } from './plan.ts';

/** An id that is named somewhere and declared nowhere. */
interface UnknownId {
  readonly id: string;
  readonly namedBy: readonly {
    /** A scenario's id, or `suite:<name> > test`. */
    readonly what: string;
    readonly source: SourcePosition | null;
  }[];
}

/** A test that proves nothing anybody asked for. */
interface OrphanTest {
  readonly check: string;
  readonly name: string;
  readonly file: string | null;
  readonly line: number | null;
}

/** What `seatrial plan --json` prints: how far each requirement is proven, and what hangs loose. */
export interface Traceability {
  readonly schemaVersion: 1;
  /** The run whose outcomes were used; null when there is none. */
  readonly runId: string | null;
  readonly requirements: readonly RequirementRecord[];
  readonly counts: Readonly<Record<RequirementRecord['state'], number>>;
  readonly unknownIds: readonly UnknownId[];
  readonly orphanTests: readonly OrphanTest[];
}

/** Holds a plan against the newest run; checks that the run does not know count as not run. */
export function traceability(plan: Plan, record: RunRecord | null): Traceability {
  const results = new Map(record?.checks.map((check) => [check.id, check]));
  const checks = plan.checks.map(({ description: { id, requirements, required } }) => {
    return { id, requirements, required, outcome: results.get(id)?.outcome ?? null };
  });
  const tests = (record?.checks ?? []).flatMap((check) =>
    check.tests.map((test) => ({ ...test, check: check.id })),
  );
  const requirements = requirementStates(plan.requirements, checks, tests);
  const counts = { uncovered: 0, covered: 0, verified: 0, failing: 0 };
  for (const { state } of requirements) counts[state] += 1;
  return {
    schemaVersion: 1,
    runId: record?.runId ?? null,
    requirements,
    counts,
    unknownIds: unknownIds(plan, tests),
    orphanTests: tests
      .filter(({ ids }) => ids.length === 0)
      .map(({ check, name, file, line }) => ({ check, name, file, line })),
  };
}

interface NamedTest extends OrphanTest {
  readonly ids: readonly string[];
}

function unknownIds(plan: Plan, tests: readonly NamedTest[]): readonly UnknownId[] {
  const known = new Set([
    ...(plan.declaredIds ?? []),
    ...plan.requirements.map(({ id }) => id),
    ...plan.checks.map(({ description }) => description.id),
  ]);
  const unknown = new Map<string, UnknownId['namedBy'][number][]>();
  const note = (id: string, by: UnknownId['namedBy'][number]): void => {
    if (known.has(id)) return;
    const list = unknown.get(id) ?? [];
    unknown.set(id, [...list, by]);
  };
  for (const { description } of plan.checks) {
    for (const id of description.requirements) {
      note(id, { what: description.id, source: description.source });
    }
  }
  for (const { ids, check, name, file, line } of tests) {
    const source = file === null ? null : { file, line: line ?? 1, column: 1 };
    for (const id of ids) note(id, { what: `${check} > ${name}`, source });
  }
  return [...unknown].map(([id, namedBy]) => ({ id, namedBy }));
}
