import { join } from 'node:path';

import type { Diagnostic } from '../evidence/index.ts';
import { parseJsonDocument } from './json-document.ts';
import { asNumber, asObject, asString } from './loose-values.ts';
import { readTextFile } from './read-text-file.ts';

const STATUS_FILE = '.session/tracking/status_update.json';

interface SessionStatus {
  /** Null when no session ever ran. */
  readonly session: number | null;
  readonly workItem: string | null;
  /** ISO 8601, with or without a zone. */
  readonly startedAt: string | null;
  readonly completedAt: string | null;
  readonly status: 'idle' | 'in_progress' | 'completed';
}

const IDLE: SessionStatus = {
  session: null,
  workItem: null,
  startedAt: null,
  completedAt: null,
  status: 'idle',
};

/** Reads `status_update.json` of every generation; absent means idle. */
export async function readSessionStatus(
  root: string,
): Promise<{ readonly status: SessionStatus; readonly diagnostics: readonly Diagnostic[] }> {
  const text = await readTextFile(join(root, STATUS_FILE));
  return text === null ? { status: IDLE, diagnostics: [] } : parseSessionStatus(text);
}

function parseSessionStatus(text: string): {
  readonly status: SessionStatus;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { document, diagnostics } = parseJsonDocument(STATUS_FILE, text);
  const file = asObject(document?.value);
  if (file === null) return { status: IDLE, diagnostics };
  const session =
    sessionNumber(file['current_session']) ??
    sessionNumber(file['session_number']) ??
    sessionNumber(file['session_id']);
  const word = file['status'];
  const status: SessionStatus = {
    session,
    workItem: asString(file['current_work_item']),
    startedAt: asString(file['started_at']) ?? asString(file['session_start']),
    completedAt: asString(file['completed_at']),
    status: word === 'in_progress' || word === 'completed' ? word : 'idle',
  };
  return { status, diagnostics };
}

/** The oldest shape writes `session_007`. */
function sessionNumber(value: unknown): number | null {
  const digits = asString(value)?.match(/\d+$/)?.[0];
  return asNumber(value) ?? (digits === undefined ? null : Number(digits));
}
