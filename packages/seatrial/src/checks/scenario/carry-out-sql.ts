import type { Failure, Json } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { SqlStep } from '../../spec/scenario/index.ts';
import { CannotCarryOut } from './cannot-carry-out.ts';
import { captureValues } from './capture-values.ts';
import { match } from './match.ts';
import { inPart, mismatchFailure } from './mismatch-failure.ts';
import { cut, preview } from './preview.ts';
import { requireEnvironment, resolveDeep, toText } from './scope.ts';
import type { QueryAnswer } from './sql/query.ts';
import type { StepResult, StepRun } from './step-run.ts';
import { EVIDENCE_CHARACTERS } from './step-run.ts';
import { asked, noAnswer } from './target-address.ts';

/** Asks the service's database and holds the rows against the expectation. */
export async function carryOutSql(step: SqlStep, run: StepRun): Promise<StepResult> {
  const { service } = step;
  const environment = requireEnvironment(run.environment);
  const url = asked(() => environment.sqlUrl(service));
  if (url === undefined) throw noDatabase(step);
  const query = toText(run.scope.resolve(step.query));
  const parameters = step.parameters.map((value) => resolveDeep(value, run.scope));
  const evidence = { service, query: run.redaction.text(query, EVIDENCE_CHARACTERS) };
  run.progress.awaiting = `the answer of the database of ${service}`;
  run.progress.evidence = evidence;
  const directory = asked(() => environment.workingDirectory(service));
  const answer = await ask({ url, directory, query, parameters, key: service }, run);
  if (answer.form !== 'rows') {
    return { outcome: 'failed', failure: refusal(step, { answer, url, query }, run), evidence };
  }
  const { rows } = answer;
  const found = judge(step, rows, run);
  const whole = { ...evidence, rows: showRows(rows, run), rowCount: rows.length };
  return found === null
    ? { outcome: 'passed', evidence: whole }
    : { outcome: 'failed', failure: found, evidence: whole };
}

async function ask(
  about: {
    readonly url: string;
    readonly directory: string;
    readonly query: string;
    readonly parameters: readonly unknown[];
    readonly key: string;
  },
  run: StepRun,
): Promise<QueryAnswer> {
  const scheme = about.url.slice(0, about.url.indexOf(':'));
  const question = { ...about, signal: run.signal, connections: run.connections };
  // Most scenarios ask no database, so the drivers are loaded when one does.
  if (scheme === 'sqlite') {
    const { querySqlite } = await import('./sql/query-sqlite.ts');
    return querySqlite(question);
  }
  if (scheme === 'postgres' || scheme === 'postgresql') {
    const { queryPostgres } = await import('./sql/query-postgres.ts');
    return queryPostgres(question);
  }
  throw new CannotCarryOut(
    failure(`the database of "${about.key}" speaks a protocol that is not supported`, {
      expected: 'sqlite: or postgres:',
      seen: `${scheme}:`,
    }),
  );
}

function noDatabase({ service, source }: SqlStep): CannotCarryOut {
  return new CannotCarryOut(
    failure(`the service "${service}" has no database that is known`, {
      source,
      expected: 'a PostgreSQL image, or the key x-sql with a sqlite: or postgres: URL',
      seen: 'neither in compose.yaml',
    }),
  );
}

function refusal(
  step: SqlStep,
  about: {
    readonly answer: Exclude<QueryAnswer, { form: 'rows' }>;
    readonly url: string;
    readonly query: string;
  },
  run: StepRun,
): Failure {
  const { answer, url, query } = about;
  const { service, source } = step;
  if (answer.form === 'unreachable') {
    const { what, seen } = answer;
    return noAnswer(run, {
      service: `the database of ${service}`,
      address: placeOf(url),
      what,
      seen,
      source,
    });
  }
  return failure(`the database of ${service} refused the statement`, {
    source,
    expected: 'rows',
    seen: answer.message,
    detail: cut(query, 1000),
  });
}

/** The URL without its user and password. */
function placeOf(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}

function judge(step: SqlStep, rows: readonly unknown[], run: StepRun): Failure | null {
  const mismatches = step.expect === null ? [] : match(step.expect, rows, run.scope);
  const [first, ...rest] = inPart('rows', mismatches);
  if (first !== undefined) {
    return mismatchFailure(`sql ${step.service}`, [first, ...rest], `rows: ${preview(rows, 1000)}`);
  }
  return Object.keys(step.capture).length === 0
    ? null
    : captureValues(step.capture, { result: rows }, run.scope);
}

function showRows(rows: readonly unknown[], run: StepRun): Json {
  const text = JSON.stringify(rows.slice(0, 100));
  if (text.length > EVIDENCE_CHARACTERS) return run.redaction.text(text, EVIDENCE_CHARACTERS);
  return run.redaction.json(JSON.parse(text) as Json);
}
