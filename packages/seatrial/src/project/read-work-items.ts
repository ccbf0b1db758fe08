import { join } from 'node:path';

import type { Diagnostic } from '../evidence/index.ts';
import { describeJson, formatJsonPath, parseJsonDocument } from './json-document.ts';
import type { JsonDocument, JsonPath } from './json-document.ts';
import { asNumber, asObject, asObjects, asString, asStrings } from './loose-values.ts';
import { readTextFile } from './read-text-file.ts';
import { WORK_ITEM_STATUSES, WORK_ITEM_TYPES } from './work-item.ts';
import type { WorkItem, WorkItemGit, WorkItemSession } from './work-item.ts';

export const WORK_ITEMS_FILE = '.session/tracking/work_items.json';

export interface Milestone {
  readonly name: string;
  readonly title: string;
  readonly description: string | null;
  readonly targetDate: string | null;
  readonly status: string | null;
}

export interface WorkItemsReading {
  /** In the order of the file. */
  readonly workItems: readonly WorkItem[];
  readonly milestones: readonly Milestone[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads `work_items.json` of every generation. Malformed JSON and an entry that is no object are errors;
 * a status or type that is not known is a warning, because other tools write these files too.
 */
export async function readWorkItems(root: string): Promise<WorkItemsReading> {
  const text = await readTextFile(join(root, WORK_ITEMS_FILE));
  if (text === null) return { workItems: [], milestones: [], diagnostics: [] };
  return parseWorkItems(text);
}

/** The same for the text of such a file. */
export function parseWorkItems(text: string): WorkItemsReading {
  const { document, diagnostics } = parseJsonDocument(WORK_ITEMS_FILE, text);
  if (document === null) return { workItems: [], milestones: [], diagnostics };
  const found: Diagnostic[] = [];
  const file = asObject(document.value);
  if (file === null) {
    const message = 'the file is not an object';
    found.push(wrong(document, [], { message, expected: 'an object', seen: document.value }));
    return { workItems: [], milestones: [], diagnostics: found };
  }
  const workItems = entriesOf(file['work_items'], document, found).map(({ key, path, value }) =>
    readWorkItem({ key, path, value, document, found }),
  );
  return { workItems, milestones: readMilestones(file['milestones']), diagnostics: found };
}

interface Entry {
  readonly key: string;
  readonly path: JsonPath;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Entries by id, or (oldest form) a list of entries that hold their id. */
function entriesOf(value: unknown, document: JsonDocument, found: Diagnostic[]): readonly Entry[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'object') {
    const message = 'work_items is neither an object nor a list';
    const expected = 'an object of work items by id';
    found.push(wrong(document, ['work_items'], { message, expected, seen: value }));
    return [];
  }
  const entries: Entry[] = [];
  for (const [key, inner] of Object.entries(value)) {
    const path = ['work_items', Array.isArray(value) ? Number(key) : key];
    const item = asObject(inner);
    if (item !== null) entries.push({ key: asString(item['id']) ?? key, path, value: item });
    else {
      const message = `${formatJsonPath(path)} is not a work item`;
      found.push(wrong(document, path, { message, expected: 'an object', seen: inner }));
    }
  }
  return entries;
}

function readWorkItem(
  entry: Entry & { readonly document: JsonDocument; readonly found: Diagnostic[] },
): WorkItem {
  const { key: id, path, value, document, found } = entry;
  const rawStatus = asString(value['status']) ?? 'not_started';
  const status = WORK_ITEM_STATUSES.find((known) => known === rawStatus) ?? null;
  if (status === null) {
    const expected = `one of ${WORK_ITEM_STATUSES.join(', ')}`;
    const message = `work item ${id} has a status that is not known`;
    found.push(warn(wrong(document, [...path, 'status'], { message, expected, seen: rawStatus })));
  }
  const rawType = value['type'];
  const type = WORK_ITEM_TYPES.find((known) => known === rawType) ?? null;
  if (type === null) {
    const expected = `one of ${WORK_ITEM_TYPES.join(', ')}`;
    const message = `work item ${id} has no type that is known`;
    found.push(warn(wrong(document, [...path, 'type'], { message, expected, seen: rawType })));
  }
  const specFile = asString(value['spec_file']);
  const metadata = asObject(value['metadata']);
  const { line, column } = document.positionOfKey(path);
  return {
    id,
    type,
    title: asString(value['title']) ?? id,
    status,
    rawStatus,
    priority: asString(value['priority']),
    urgent: value['urgent'] === true,
    dependencies: asStrings(value['dependencies']),
    milestone: asString(value['milestone']),
    specFile: specFile?.replaceAll('\\', '/').replace(/^\.\//, '') ?? `.session/specs/${id}.md`,
    specFileNamed: specFile !== null,
    createdAt: asString(value['created_at']) ?? asString(metadata?.['created_at']),
    updatedAt: asString(value['updated_at']),
    completedAt: asString(metadata?.['completed_at']),
    sessions: readSessions(value['sessions']),
    git: readGit(value['git']),
    validationRules: asObjects(value['validation_rules']),
    tags: asStrings(value['tags']),
    testDirectory: asString(value['test_directory']),
    structured: {
      testScenarios: value['test_scenarios'],
      performanceBenchmarks: value['performance_benchmarks'],
      apiContracts: value['api_contracts'],
      environmentRequirements: value['environment_requirements'],
      scope: value['scope'],
    },
    line,
    column,
  };
}

/** Plain numbers, `{session_num, started_at}` and `{session_number, date, duration, notes}` (B-WI-13). */
function readSessions(value: unknown): readonly WorkItemSession[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    if (typeof entry === 'number') return [{ number: entry, startedAt: null, notes: null }];
    const session = asObject(entry);
    const number = asNumber(session?.['session_num']) ?? asNumber(session?.['session_number']);
    if (session === null || number === null) return [];
    const startedAt = asString(session['started_at']) ?? asString(session['date']);
    return [{ number, startedAt, notes: asString(session['notes']) }];
  });
}

/** `commits` holds short hashes or `{sha, message, timestamp}`. */
function readGit(value: unknown): WorkItemGit | null {
  const git = asObject(value);
  if (git === null) return null;
  const commits = Array.isArray(git['commits']) ? git['commits'] : [];
  return {
    branch: asString(git['branch']),
    parentBranch: asString(git['parent_branch']),
    status: asString(git['status']),
    commits: commits.flatMap((entry: unknown) => {
      const commit = asObject(entry);
      const sha = asString(entry) ?? asString(commit?.['sha']);
      return sha === null ? [] : [{ sha, message: asString(commit?.['message']) }];
    }),
    pullRequestUrl: asString(git['pr_url']),
  };
}

function readMilestones(value: unknown): readonly Milestone[] {
  return Object.entries(asObject(value) ?? {}).flatMap(([key, inner]) => {
    const milestone = asObject(inner);
    if (milestone === null) return [];
    const name = asString(milestone['name']) ?? key;
    return [
      {
        name,
        title: asString(milestone['title']) ?? name,
        description: asString(milestone['description']),
        targetDate: asString(milestone['target_date']),
        status: asString(milestone['status']),
      },
    ];
  });
}

function wrong(
  document: JsonDocument,
  path: JsonPath,
  what: { readonly message: string; readonly expected: string; readonly seen: unknown },
): Diagnostic {
  const base = { code: 'WORK_ITEMS_INVALID', severity: 'error' } as const;
  return { ...base, ...what, ...document.positionOf(path), seen: describeJson(what.seen) };
}

function warn(diagnostic: Diagnostic): Diagnostic {
  return { ...diagnostic, severity: 'warning' };
}
