import type { Dispatcher } from 'undici';

import type { Failure, Json } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { HttpStep } from '../../spec/scenario/index.ts';
import { CannotCarryOut } from './cannot-carry-out.ts';
import { captureValues } from './capture-values.ts';
import { explainNetworkError } from './explain-network-error.ts';
import { match } from './match.ts';
import type { Difference } from './mismatch-failure.ts';
import { inPart, mismatchFailure } from './mismatch-failure.ts';
import { parseJson } from './parse-json.ts';
import { cut, preview } from './preview.ts';
import type { Body } from './read-body.ts';
import { MAX_BODY_BYTES, readBody } from './read-body.ts';
import { recordExchange } from './record-exchange.ts';
import { requestHeaders } from './request-headers.ts';
import { resolveDeep, toText } from './scope.ts';
import type { StepResult, StepRun } from './step-run.ts';
import { EVIDENCE_CHARACTERS } from './step-run.ts';
import { addressOf, noAnswer } from './target-address.ts';

/** One request, ready to be sent. */
interface Request {
  readonly title: string;
  readonly service: string;
  readonly address: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | null;
}

interface Response {
  readonly status: number;
  readonly headers: Dispatcher.ResponseData['headers'];
  readonly body: Body;
}

/** Sends the request, follows no redirect, and holds the response against the expectations. */
export async function carryOutHttp(step: HttpStep, run: StepRun): Promise<StepResult> {
  const request = prepare(step, run);
  run.progress.awaiting = `the response to ${request.title}`;
  const sent = requestEvidence(request, run);
  run.progress.evidence = { request: sent };
  const response = await send(step, request, run);
  if ('failure' in response) return { outcome: 'failed', ...response, evidence: { request: sent } };
  if (response.body.end === 'complete' && !run.faults.isBetween(request.service)) {
    const { status, headers, body } = response;
    const answered = {
      status,
      responseHeaders: headers,
      responseBody: body.bytes.toString('utf8'),
    };
    recordExchange(run.traffic, { ...request, ...answered });
  }
  const evidence = { request: sent, response: responseEvidence(response, run) };
  const broken = incomplete(step, request, response);
  const found = broken ?? judge(step, { request, response }, run);
  return found === null
    ? { outcome: 'passed', evidence }
    : { outcome: 'failed', failure: found, evidence };
}

function prepare(step: HttpStep, run: StepRun): Request {
  const { host, port, path } = addressOf(step.target, run);
  const headers = requestHeaders(step, run);
  const body = bodyOf(step, run);
  if (step.body.form === 'json') headers['content-type'] ??= 'application/json';
  const title = `${step.method} ${step.target.service}${step.target.path}`;
  const address = `${host}:${String(port)}`;
  return { title, service: step.target.service, address, method: step.method, path, headers, body };
}

function bodyOf({ body }: HttpStep, run: StepRun): string | null {
  switch (body.form) {
    case 'none':
      return null;
    case 'json':
      return JSON.stringify(resolveDeep(body.value, run.scope));
    case 'text':
      return toText(run.scope.resolve(body.text));
    default:
      return body satisfies never;
  }
}

async function send(
  step: HttpStep,
  request: Request,
  run: StepRun,
): Promise<Response | { readonly failure: Failure }> {
  const { signal, progress } = run;
  try {
    const { statusCode, headers, body } = await run.connections.agent.request({
      origin: `http://${request.address}`,
      method: request.method,
      path: request.path,
      headers: request.headers,
      body: request.body,
      signal,
    });
    progress.seen = `status ${String(statusCode)}, no body yet`;
    const onBytes = (sizeBytes: number): void => {
      progress.seen = `status ${String(statusCode)}, ${String(sizeBytes)} bytes of an unfinished body`;
    };
    const taken = await readBody(body, { signal, limitBytes: MAX_BODY_BYTES, onBytes });
    return { status: statusCode, headers, body: taken };
  } catch (error) {
    signal.throwIfAborted();
    const { kind, what, seen } = explainNetworkError(error);
    if (kind === 'request') {
      throw new CannotCarryOut(failure(`${request.title} cannot be sent: ${seen}`), {
        cause: error,
      });
    }
    const { service, address } = request;
    return { failure: noAnswer(run, { service, address, what, seen, source: step.source }) };
  }
}

function incomplete(step: HttpStep, request: Request, response: Response): Failure | null {
  const { body, status, headers } = response;
  const { source } = step;
  if (body.end === 'complete') return null;
  if (body.end === 'too large') {
    return failure(`${request.title}: response body larger than 10 MB`, {
      source,
      expected: 'at most 10 MB',
      seen: `status ${String(status)}, more than ${String(MAX_BODY_BYTES)} bytes; the connection was closed`,
    });
  }
  const announced = headers['content-length'];
  const whole = announced === undefined ? 'a complete body' : `${String(announced)} bytes`;
  return failure(`${request.title}: the response broke off`, {
    source,
    expected: whole,
    seen: `status ${String(status)}, ${String(body.sizeBytes)} bytes, then ${explainNetworkError(body.error).seen}`,
    detail: `what came: ${preview(body.bytes.toString('utf8', 0, 1000))}`,
  });
}

function judge(
  step: HttpStep,
  exchange: { readonly request: Request; readonly response: Response },
  run: StepRun,
): Failure | null {
  const { request, response } = exchange;
  const content = new Content(response);
  const differences = differencesOf(step, { response, content }, run);
  const [first, ...rest] = differences;
  if (first !== undefined)
    return mismatchFailure(request.title, [first, ...rest], content.describe());
  const from = { result: content.jsonOrText(), headers: response.headers };
  return Object.keys(step.capture).length === 0
    ? null
    : captureValues(step.capture, from, run.scope);
}

function differencesOf(
  { expect }: HttpStep,
  { response, content }: { readonly response: Response; readonly content: Content },
  run: StepRun,
): Difference[] {
  const { scope } = run;
  const textual = { resolve: (text: string) => scope.resolve(text), textual: true };
  const differences = inPart('status', match(expect.status, response.status, scope));
  for (const [name, expected] of Object.entries(expect.headers)) {
    const value = response.headers[name];
    const text = typeof value === 'object' ? value.join(', ') : value;
    differences.push(...inPart(`header ${name}`, match(expected, text, textual)));
  }
  if (expect.json !== null) {
    const json = content.json();
    if (json.isJson)
      differences.push(...inPart('JSON body', match(expect.json, json.value, scope)));
    else {
      const seen = content.describe();
      const { at } = expect.json;
      differences.push({ part: 'body', pointer: '', expected: 'JSON', seen, at });
    }
  }
  if (expect.text !== null)
    differences.push(...inPart('body', match(expect.text, content.text(), textual)));
  return differences;
}

/** A body under the views that a step takes of it, each made once and only when asked for. */
class Content {
  readonly #response: Response;
  #text: string | undefined;
  #json: { readonly isJson: boolean; readonly value: unknown } | undefined;

  constructor(response: Response) {
    this.#response = response;
  }

  text(): string {
    this.#text ??= this.#response.body.bytes.toString('utf8');
    return this.#text;
  }

  json(): { readonly isJson: boolean; readonly value: unknown } {
    this.#json ??= parseJson(this.text());
    return this.#json;
  }

  jsonOrText(): unknown {
    const { isJson, value } = this.json();
    return isJson ? value : this.text();
  }

  describe(): string {
    const { headers, body } = this.#response;
    if (body.sizeBytes === 0) return 'an empty body';
    const type = String(headers['content-type'] ?? 'no content-type');
    return `${type}, ${String(body.sizeBytes)} bytes: ${cut(this.text(), 200)}`;
  }
}

function requestEvidence(request: Request, run: StepRun): Json {
  const { redaction } = run;
  return {
    method: request.method,
    url: redaction.text(`http://${request.address}${request.path}`, EVIDENCE_CHARACTERS),
    headers: redaction.headers(request.headers),
    ...(request.body === null ? {} : { body: redaction.text(request.body, EVIDENCE_CHARACTERS) }),
  };
}

function responseEvidence({ status, headers, body }: Response, run: StepRun): Json {
  // Four bytes hold any character, so this much always makes the whole of what is shown.
  const shown = body.bytes.toString('utf8', 0, EVIDENCE_CHARACTERS * 4);
  return {
    status,
    headers: run.redaction.headers(headers),
    body: run.redaction.text(shown, EVIDENCE_CHARACTERS),
    sizeBytes: body.sizeBytes,
    ...(body.end === 'complete' ? {} : { ended: body.end }),
  };
}
