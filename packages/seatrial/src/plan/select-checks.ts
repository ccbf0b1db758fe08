import type { Diagnostic } from '../evidence/index.ts';
import { SeatrialError, suggest } from '../evidence/index.ts';
import type { Specification } from '../spec/index.ts';
import type { PlannedCheck } from './plan.ts';

/**
 * The specs that the command line asks for, by work item id, file name or path; all when it names none.
 *
 * @throws {SeatrialError} `CHECK_NOT_FOUND`
 */
export function selectSpecifications(
  specifications: readonly Specification[],
  items: readonly string[],
): readonly Specification[] {
  if (items.length === 0) return specifications;
  const byName = new Map<string, Specification>();
  for (const specification of specifications) {
    for (const name of namesOf(specification)) {
      if (!byName.has(name)) byName.set(name, specification);
    }
  }
  const wanted = new Set<Specification>();
  for (const item of items) {
    const found = byName.get(item.replaceAll('\\', '/').replace(/^\.\//, ''));
    if (found === undefined) {
      const known = specifications.map((one) => one.workItem ?? stemOf(one.file));
      throw notFound(`no work item or spec is named ${JSON.stringify(item)}`, item, known);
    }
    wanted.add(found);
  }
  return specifications.filter((specification) => wanted.has(specification));
}

/**
 * The checks that `--only` names, and those they read the results of. `INT-ST-*` stands for every id
 * that begins so.
 *
 * @throws {SeatrialError} `CHECK_NOT_FOUND`
 */
export function selectChecks(
  checks: readonly PlannedCheck[],
  only: readonly string[],
): readonly PlannedCheck[] {
  if (only.length === 0) return checks;
  const byId = new Map(checks.map((check) => [check.description.id, check]));
  const wanted = new Set<string>();
  for (const word of only) {
    const matches = toMatcher(word);
    const found = checks.filter((check) => matches(check.description.id));
    if (found.length === 0) {
      throw notFound(`no check is named ${JSON.stringify(word)}`, word, [...byId.keys()]);
    }
    for (const check of found)
      [check.description.id, ...check.after].forEach((id) => wanted.add(id));
  }
  return checks.filter((check) => wanted.has(check.description.id));
}

function toMatcher(word: string): (id: string) => boolean {
  if (!word.includes('*')) return (id) => id === word;
  const parts = word.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`);
  return (id) => pattern.test(id);
}

function namesOf({ workItem, file }: Specification): readonly string[] {
  const base = file.slice(file.lastIndexOf('/') + 1);
  return [...(workItem === null ? [] : [workItem]), file, base, stemOf(file)];
}

function stemOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\.md$/i, '');
}

function notFound(message: string, word: string, known: readonly string[]): SeatrialError {
  const hint = known.length === 0 ? 'the project has none' : suggest(word, known);
  return new SeatrialError('CHECK_NOT_FOUND', message, { hint });
}

/** The errors among some diagnostics. */
export function errorsOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error');
}
