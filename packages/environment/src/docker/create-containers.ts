import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ComposeModel, ComposeService } from '../compose/model.ts';
import { EnvironmentError } from '../diagnostic.ts';
import type { EnvironmentErrorCode, SourceLocation } from '../diagnostic.ts';
import { runCompose } from './run-compose.ts';
import type { ComposeProject } from './run-compose.ts';

/** What is created, and where what is said of a service goes. */
export interface CreateContext {
  readonly project: ComposeProject;
  readonly compose: ComposeModel;
  readonly services: readonly ComposeService[];
  /** The run's folder for logs. */
  readonly logs: string;
  readonly signal: AbortSignal;
}

const SHOWN_LINES = 50;

/**
 * Pulls images that the engine does not have.
 *
 * @throws {EnvironmentError} `SERVICE_NOT_RUNNABLE` for the first one that cannot be had
 */
export async function pullImages(
  missing: readonly ComposeService[],
  context: CreateContext,
): Promise<void> {
  if (missing.length === 0) return;
  const { project, signal } = context;
  const all = await runCompose(project, ['pull', ...missing.map(({ name }) => name)], signal);
  if (all.isDone) return;
  for (const service of missing) {
    const one = await runCompose(project, ['pull', service.name], signal);
    if (one.isDone) continue;
    const about = { service, at: service.location, output: one.output, logs: context.logs };
    throw failed('SERVICE_NOT_RUNNABLE', about, {
      message: `the image ${service.image ?? ''} of service "${service.name}" is not there and cannot be pulled`,
      hint: 'is its name right, and may this engine reach and read the registry?',
    });
  }
}

/**
 * Builds what is to be built and creates all containers, networks and volumes; nothing is started.
 *
 * @throws {EnvironmentError} `PREPARE_FAILED` for an image that cannot be built, otherwise `SERVICE_NOT_RUNNABLE`
 */
export async function createContainers(context: CreateContext): Promise<void> {
  const { project, services, signal } = context;
  const built = services.filter(({ build }) => build !== undefined);
  const build = built.length === 0 ? [] : ['--build'];
  const created = await runCompose(project, ['up', '--no-start', ...build], signal);
  if (created.isDone) return;
  for (const service of built) {
    const one = await runCompose(project, ['build', service.name], signal);
    if (one.isDone) continue;
    const at = service.build?.location ?? service.location;
    const about = { service, at, output: one.output, logs: context.logs };
    const message = `the image of service "${service.name}" cannot be built`;
    throw failed('PREPARE_FAILED', about, { message });
  }
  const seen = lastLines(created.output).at(-1) ?? 'no output';
  const service = services.find(({ name }) => new RegExp(`\\b${escape(name)}\\b`).test(seen));
  const message = 'the containers cannot be created';
  const hint = `what Compose was given and said is in ${project.logFile}`;
  if (service !== undefined) {
    const about = { service, at: service.location, output: created.output, logs: context.logs };
    throw failed('SERVICE_NOT_RUNNABLE', about, { message, hint });
  }
  const place = { file: context.compose.files[0] ?? '', line: 1, column: 1 };
  throw new EnvironmentError('SERVICE_NOT_RUNNABLE', [
    { code: 'SERVICE_NOT_RUNNABLE', severity: 'error', message, ...place, seen, hint },
  ]);
}

interface Failed {
  readonly service: ComposeService;
  readonly at: SourceLocation;
  readonly output: string;
  readonly logs: string;
}

function failed(
  code: EnvironmentErrorCode,
  { service, at, output, logs }: Failed,
  said: { readonly message: string; readonly hint?: string },
): EnvironmentError {
  const logTail = lastLines(output);
  // The service never ran, so this is its log.
  writeFileSync(join(logs, `${service.name}.log`), output, { flag: 'a' });
  const seen = logTail.at(-1) ?? 'no output';
  return new EnvironmentError(code, [{ code, severity: 'error', ...at, ...said, seen }], {
    service: service.name,
    logTail,
  });
}

function lastLines(output: string): string[] {
  const lines = output.split(/\r?\n/).map((line) => line.trimEnd());
  return lines.filter((line) => line !== '').slice(-SHOWN_LINES);
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
