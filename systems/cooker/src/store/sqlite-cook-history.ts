import { DatabaseSync, type StatementSync } from 'node:sqlite';

import type { Cook, CookEnd, CookHistory, CookPhase } from '../cook/cook-history.ts';

const SCHEMA_VERSION = 1;
/** Enough to look back on; old cooks are private matter and SD cards are small. */
const KEPT_COOKS = 1000;

const SCHEMA = `
  CREATE TABLE cooks (
    cook_id        TEXT PRIMARY KEY,
    target_celsius REAL NOT NULL,
    time_minutes   INTEGER NOT NULL,
    food_type      TEXT,
    thickness_mm   REAL,
    phase          TEXT NOT NULL CHECK (phase IN ('starting', 'uncertain', 'running')),
    requested_at   INTEGER NOT NULL,
    started_at     INTEGER,
    completed_at   INTEGER,
    ended_at       INTEGER,
    end_reason     TEXT,
    device_cook_id TEXT,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
  ) STRICT;
  -- The device cooks one thing at a time; so does the history, whatever the code above it believes.
  CREATE UNIQUE INDEX one_open_cook ON cooks ((ended_at IS NULL)) WHERE ended_at IS NULL;
  CREATE INDEX cooks_by_request ON cooks (requested_at);
`;

interface CookRow {
  readonly cook_id: string;
  readonly target_celsius: number;
  readonly time_minutes: number;
  readonly food_type: string | null;
  readonly thickness_mm: number | null;
  readonly phase: CookPhase;
  readonly requested_at: number;
  readonly started_at: number | null;
  readonly completed_at: number | null;
  readonly device_cook_id: string | null;
}

/** The history of cooks in one SQLite file. Times are milliseconds since the epoch. */
export class SqliteCookHistory implements CookHistory, Disposable {
  readonly #database: DatabaseSync;
  readonly #selectOpen: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #close: StatementSync;
  readonly #trim: StatementSync;

  /**
   * Opens the file and creates or migrates its tables.
   *
   * @throws when the file cannot be opened, or was written by a newer version
   */
  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;',
    );
    this.#migrate();
    this.#selectOpen = this.#database.prepare('SELECT * FROM cooks WHERE ended_at IS NULL');
    this.#insert = this.#database.prepare(
      `INSERT INTO cooks (cook_id, target_celsius, time_minutes, food_type, thickness_mm, phase, requested_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#update = this.#database.prepare(
      `UPDATE cooks SET phase = ?, started_at = ?, completed_at = ?, device_cook_id = ?
       WHERE cook_id = ? AND ended_at IS NULL`,
    );
    this.#close = this.#database.prepare(
      'UPDATE cooks SET ended_at = ?, end_reason = ? WHERE cook_id = ? AND ended_at IS NULL',
    );
    this.#trim = this.#database.prepare(
      `DELETE FROM cooks WHERE ended_at IS NOT NULL AND requested_at <
         (SELECT requested_at FROM cooks ORDER BY requested_at DESC LIMIT 1 OFFSET ${KEPT_COOKS - 1})`,
    );
  }

  openCook(): Cook | null {
    // The columns are typed by the STRICT table and its checks.
    const row = this.#selectOpen.get() as unknown as CookRow | undefined;
    return row === undefined ? null : toCook(row);
  }

  add(cook: Cook): void {
    const { cookId, targetCelsius, timeMinutes, foodType, thicknessMm, phase, requestedAtMs } =
      cook;
    // On the disk before the command leaves. Of the later writes a power cut may take the last ones back:
    // what the device then reports puts them right.
    this.#database.exec('PRAGMA synchronous = FULL');
    this.#insert.run(
      cookId,
      targetCelsius,
      timeMinutes,
      foodType,
      thicknessMm,
      phase,
      requestedAtMs,
    );
    this.#database.exec('PRAGMA synchronous = NORMAL');
    this.#trim.run();
  }

  update(cook: Cook): void {
    const { phase, startedAtMs, completedAtMs, deviceCookId, cookId } = cook;
    this.#update.run(phase, startedAtMs, completedAtMs, deviceCookId, cookId);
  }

  close(cookId: string, end: { readonly reason: CookEnd; readonly atMs: number }): void {
    this.#close.run(end.atMs, end.reason, cookId);
  }

  [Symbol.dispose](): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #migrate(): void {
    const version = Number(this.#database.prepare('PRAGMA user_version').get()?.['user_version']);
    if (version > SCHEMA_VERSION) {
      throw new Error(
        `the cook database was written by a newer gateway (version ${version}; this one knows ${SCHEMA_VERSION})`,
      );
    }
    if (version === 0) {
      this.#database.exec(
        `BEGIN IMMEDIATE; ${SCHEMA} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT;`,
      );
    }
  }
}

function toCook(row: CookRow): Cook {
  return {
    cookId: row.cook_id,
    targetCelsius: row.target_celsius,
    timeMinutes: row.time_minutes,
    foodType: row.food_type,
    thicknessMm: row.thickness_mm,
    requestedAtMs: row.requested_at,
    phase: row.phase,
    startedAtMs: row.started_at,
    completedAtMs: row.completed_at,
    deviceCookId: row.device_cook_id,
  };
}
