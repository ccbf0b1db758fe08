/** A database that can be asked, over one connection. */
export interface Database extends AsyncDisposable {
  readonly kind: 'postgres' | 'sqlite';
  /** Sends one statement and answers with all its rows. */
  ask(query: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** An empty database that is gone when it is disposed of. */
export interface ScratchDatabase extends Database {
  /**
   * Executes a file statement by statement, as the shell of the database does.
   *
   * @returns what was left out because it reaches beyond this database: roles, other databases, settings of the server
   * @throws {FixtureFault} with the place in the text of what the database refuses
   */
  apply(text: string): Promise<readonly LeftOutStatement[]>;
}

/** A statement that was not executed. */
export interface LeftOutStatement {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

/** Where a database is, and until when it is wanted. */
export interface DatabaseOptions {
  /** Absolute; a relative path in a `sqlite:` URL starts here. */
  readonly directory: string;
  /** Aborting it ends what is under way. */
  readonly signal?: AbortSignal | undefined;
}
