import { EnvironmentError } from '@seatrial/environment';

import type { Failure, SourcePosition } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import { parseTemplate } from '../../spec/scenario/index.ts';
import type { Target } from '../../spec/scenario/index.ts';
import { CannotCarryOut } from './cannot-carry-out.ts';
import type { ScenarioScope } from './scope.ts';
import { requireEnvironment, toText } from './scope.ts';
import type { ScenarioRun } from './step-run.ts';

/** Where a target is reached. */
export interface TargetAddress {
  readonly host: string;
  readonly port: number;
  /** Path and query, ready to be sent. */
  readonly path: string;
}

/** @throws {CannotCarryOut} when the service, its port or a reference is unknown */
export function addressOf(target: Target, run: ScenarioRun): TargetAddress {
  const { service, port } = target;
  const environment = requireEnvironment(run.environment);
  const { host, port: hostPort } = asked(() =>
    port === null ? environment.address(service) : environment.address(service, port),
  );
  return { host, port: hostPort, path: resolvePath(target.path, run.scope) };
}

/** Turns what the environment refuses into a step that cannot be carried out. */
export function asked<Answer>(ask: () => Answer): Answer {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const [diagnostic] = error.diagnostics;
    throw new CannotCarryOut(
      failure(diagnostic?.message ?? error.message, {
        expected: diagnostic?.expected ?? null,
        seen: diagnostic?.seen ?? null,
        detail: diagnostic?.hint ?? null,
      }),
      { cause: error },
    );
  }
}

/** References are put in as one encoded component each; a reference in place of the path holds a whole path. */
function resolvePath(path: string, scope: ScenarioScope): string {
  const parts = parseTemplate(path);
  const isWhole = !path.startsWith('/');
  const resolved = parts.map((part) => {
    if (typeof part === 'string') return part;
    if (part.form === 'malformed') return part.written;
    const value = toText(scope.valueOf(part));
    return isWhole ? value : encodeURIComponent(value);
  });
  const joined = resolved.join('');
  if (!joined.startsWith('/')) {
    throw new CannotCarryOut(
      failure('a reference in place of a path must hold a path', { expected: '/…', seen: joined }),
    );
  }
  return joined.replaceAll(/[^\x21-\x7E]/gu, (character) => encodeURIComponent(character));
}

const LOG_LINES = 10;

/** A service that does not answer as it should, with what to look at. */
export function noAnswer(
  run: ScenarioRun,
  about: {
    readonly service: string;
    readonly address: string;
    readonly what: string;
    readonly seen: string;
    readonly source: SourcePosition;
  },
): Failure {
  const { service, address, what, seen, source } = about;
  const death = run.environment?.deaths.findLast((candidate) => candidate.service === service);
  const ended =
    death === undefined
      ? `is "${service}" running, and does it listen on this port?`
      : `"${service}" ended ${sayExit(death.exit)} at ${death.at}`;
  const tail = run.environment?.services.has(service)
    ? run.environment.logTail(service, LOG_LINES)
    : [];
  const log =
    tail.length === 0 ? [] : [`last lines of its log:`, ...tail.map((line) => `  ${line}`)];
  return failure(`${service} at ${address} ${what}`, {
    source,
    expected: 'an answer',
    seen,
    detail: [ended, ...log].join('\n'),
  });
}

function sayExit(exit: {
  readonly exitCode: number | null;
  readonly signal: string | null;
}): string {
  return exit.signal === null ? `with exit code ${String(exit.exitCode)}` : `by ${exit.signal}`;
}
