import { EnvironmentError, serviceVariables, spawnProcessTree } from '@seatrial/environment';
import type { ProcessTree } from '@seatrial/environment';

import type { Json } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { ExecStep } from '../../spec/scenario/index.ts';
import { CannotCarryOut } from './cannot-carry-out.ts';
import { captureValues } from './capture-values.ts';
import { match } from './match.ts';
import type { Difference } from './mismatch-failure.ts';
import { inPart, mismatchFailure } from './mismatch-failure.ts';
import { parseJson } from './parse-json.ts';
import { cut } from './preview.ts';
import { requireEnvironment, toText } from './scope.ts';
import type { ScenarioRun, StepResult, StepRun } from './step-run.ts';
import { EVIDENCE_CHARACTERS } from './step-run.ts';
import { asked } from './target-address.ts';

/** Of each stream; what comes after is counted and let go. */
const MAX_OUTPUT_BYTES = 1024 * 1024;
/** A command whose time is over gets this long to end by itself. */
const GRACE_MS = 500;

interface Output {
  readonly exit: number | string | null;
  readonly stdout: Captured;
  readonly stderr: Captured;
}

/** Runs the command to its end and holds exit code and output against the expectations. */
export async function carryOutExec(step: ExecStep, run: StepRun): Promise<StepResult> {
  const { command, cwd, env } = prepare(step, run);
  const title = `exec ${cut(step.command.join(' '), 120)}`;
  run.progress.awaiting = 'the command to end';
  const stdout = new Captured();
  const stderr = new Captured();
  const shown = command.map((part) => run.redaction.text(part, EVIDENCE_CHARACTERS));
  const evidence = (exit: Output['exit']): Json => ({
    command: shown,
    exit,
    stdout: run.redaction.text(stdout.text, EVIDENCE_CHARACTERS),
    stderr: run.redaction.text(stderr.text, EVIDENCE_CHARACTERS),
  });
  const tree = await start(command, {
    cwd,
    env,
    graceMs: GRACE_MS,
    ...(run.reaper === undefined ? {} : { reaper: run.reaper }),
    onOutput: (chunk, stream) => {
      const captured = stream === 'stdout' ? stdout : stderr;
      captured.add(chunk);
      run.progress.seen = `still running; its last output: ${cut(captured.tail(), 200)}`;
    },
  });
  const { exitCode, signal } = await untilEnd(tree, run.signal, () => {
    run.progress.evidence = evidence(null);
  });
  const output = { exit: exitCode ?? signal, stdout, stderr };
  const found = judge(step, { title, output }, run);
  return found === null
    ? { outcome: 'passed', evidence: evidence(output.exit) }
    : { outcome: 'failed', failure: found, evidence: evidence(output.exit) };
}

interface Prepared {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

function prepare(step: ExecStep, run: StepRun): Prepared {
  const { service } = step;
  const words = step.command.map((word) => toText(run.scope.resolve(word)));
  if (service === null) {
    return { command: words, cwd: run.projectRoot, env: { ...run.env, ...addressesOf(run) } };
  }
  const environment = requireEnvironment(run.environment);
  return asked(() => environment.commandIn(service, words));
}

/** For a command that runs beside the services. */
function addressesOf({ environment }: ScenarioRun): Record<string, string> {
  return environment === null ? {} : serviceVariables(environment);
}

async function start(
  command: readonly string[],
  options: NonNullable<Parameters<typeof spawnProcessTree>[1]>,
): Promise<ProcessTree> {
  try {
    return await spawnProcessTree(command, options);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const [diagnostic] = error.diagnostics;
    throw new CannotCarryOut(
      failure(diagnostic?.message ?? error.message, {
        seen: diagnostic?.seen ?? null,
        detail: diagnostic?.hint ?? null,
      }),
      { cause: error },
    );
  }
}

/** Waits for the end; whatever happens, nothing of the tree is left. */
async function untilEnd(
  tree: ProcessTree,
  signal: AbortSignal,
  onAbort: () => void,
): Promise<{ readonly exitCode: number | null; readonly signal: string | null }> {
  const stop = (): void => void tree.stop();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const exit = await tree.exited;
    if (signal.aborted) onAbort();
    signal.throwIfAborted();
    return exit;
  } finally {
    signal.removeEventListener('abort', stop);
    await tree.stop();
  }
}

function judge(
  step: ExecStep,
  { title, output }: { readonly title: string; readonly output: Output },
  run: StepRun,
): ReturnType<typeof mismatchFailure> | null {
  const { expect, capture } = step;
  const { exit, stdout, stderr } = output;
  const textual = { resolve: (text: string) => run.scope.resolve(text), textual: true };
  const differences = inPart('exit', match(expect.exit, exit, run.scope));
  for (const [part, expected, stream] of [
    ['stdout', expect.stdout, stdout],
    ['stderr', expect.stderr, stderr],
  ] as const) {
    if (expected === null) continue;
    differences.push(
      ...inPart(part, match(expected, stream.line(), textual)),
      ...tooMuch(part, stream, step),
    );
  }
  const json = parseJson(stdout.text);
  if (expect.json !== null) {
    const { at } = expect.json;
    if (json.isJson)
      differences.push(...inPart('stdout as JSON', match(expect.json, json.value, run.scope)));
    else
      differences.push({
        part: 'stdout',
        pointer: '',
        expected: 'JSON',
        seen: cut(stdout.text, 200),
        at,
      });
  }
  const [first, ...rest] = differences;
  const context = [stdout.last('stdout'), stderr.last('stderr')]
    .filter((part) => part !== '')
    .join('\n');
  if (first !== undefined) return mismatchFailure(title, [first, ...rest], context);
  const result = json.isJson ? json.value : stdout.line();
  return Object.keys(capture).length === 0 ? null : captureValues(capture, { result }, run.scope);
}

function tooMuch(part: string, stream: Captured, { source }: ExecStep): Difference[] {
  if (stream.sizeBytes <= MAX_OUTPUT_BYTES) return [];
  const seen = `${String(stream.sizeBytes)} bytes`;
  return [{ part, pointer: '', expected: 'at most 1 MB of output', seen, at: source }];
}

/** The first megabyte of a stream, and its size. */
class Captured {
  sizeBytes = 0;
  readonly #chunks: Buffer[] = [];

  add(chunk: Buffer): void {
    const room = MAX_OUTPUT_BYTES - this.sizeBytes;
    if (room > 0) this.#chunks.push(chunk.subarray(0, room));
    this.sizeBytes += chunk.length;
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }

  /** Without the line end that nearly every command prints last. */
  line(): string {
    return this.text.replace(/\r?\n$/, '');
  }

  tail(): string {
    return (this.#chunks.at(-1)?.toString('utf8') ?? '').trimEnd();
  }

  last(name: string): string {
    const lines = this.line().split('\n').slice(-10);
    return this.sizeBytes === 0 ? '' : `${name}: ${cut(lines.join('\n'), 1000)}`;
  }
}
