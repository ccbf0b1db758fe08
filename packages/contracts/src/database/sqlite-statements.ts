import { tokensOf as tokensOfSql } from './canonical-sql.ts';
import type { CheckConstraint } from './database-schema.ts';

/** The `CHECK`s of a `CREATE TABLE`, which SQLite keeps nowhere else. */
export function checksIn(createTable: string): readonly CheckConstraint[] {
  const tokens = tokensOf(createTable);
  const checks: CheckConstraint[] = [];
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    else if (token === 'check' && depth === 1 && tokens[at + 1] === '(') {
      const end = closing(tokens, at + 1);
      const name = tokens[at - 2] === 'constraint' ? (tokens[at - 1] ?? null) : null;
      checks.push({ name, expression: tokens.slice(at + 2, end).join(' ') });
    }
  }
  return checks;
}

/** What stands behind the name of the table in a `CREATE INDEX`. */
export function indexDefinitionIn(createIndex: string): string {
  const tokens = tokensOf(createIndex);
  return tokens.slice(tokens.indexOf('(')).join(' ');
}

function closing(tokens: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    if (tokens[at] === '(') depth += 1;
    else if (tokens[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}

/** SQLite takes names for equal in any case, quoted or not. */
function tokensOf(sql: string): readonly string[] {
  return tokensOfSql(sql).map((token) =>
    token.startsWith('"') ? token.slice(1, -1).toLowerCase() : token,
  );
}
