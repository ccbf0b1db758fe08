import type { Failure, Json } from '../../evidence/index.ts';
import { failure } from '../../evidence/index.ts';
import type { Expectation, WsStep } from '../../spec/scenario/index.ts';
import { captureValues } from './capture-values.ts';
import { Conversation } from './conversation.ts';
import { describeExpectation } from './describe-expectation.ts';
import { explainNetworkError } from './explain-network-error.ts';
import { match } from './match.ts';
import { inPart, mismatchFailure } from './mismatch-failure.ts';
import { preview } from './preview.ts';
import { requestHeaders } from './request-headers.ts';
import { resolveDeep } from './scope.ts';
import type { StepResult, StepRun } from './step-run.ts';
import { EVIDENCE_CHARACTERS } from './step-run.ts';
import { addressOf, noAnswer } from './target-address.ts';

const MAX_SHOWN_MESSAGES = 20;

/** What a step on a socket has to do with, and what it has seen. */
interface Talk {
  readonly title: string;
  readonly key: string;
  readonly address: string;
  readonly url: string;
  readonly sent: readonly string[];
  readonly seen: unknown[];
  readonly matched: unknown[];
}

/** Opens the socket of the target unless it is open, sends, and waits for the expected messages. */
export async function carryOutWs(step: WsStep, run: StepRun): Promise<StepResult> {
  const { host, port, path } = addressOf(step.target, run);
  const address = `${host}:${String(port)}`;
  const url = `ws://${address}${path}`;
  const sent = step.send.map((message) => messageText(resolveDeep(message, run.scope)));
  const title = `ws ${step.target.service}${step.target.path}`;
  const talk: Talk = { title, key: url, address, url, sent, seen: [], matched: [] };
  run.progress.evidence = evidenceOf(talk, run);
  const found = await converse(step, talk, run);
  const evidence = evidenceOf(talk, run);
  return found === null
    ? { outcome: 'passed', evidence }
    : { outcome: 'failed', failure: found, evidence };
}

async function converse(step: WsStep, talk: Talk, run: StepRun): Promise<Failure | null> {
  const opened = await open(step, talk, run);
  if (!(opened instanceof Conversation)) return opened;
  for (const message of talk.sent) opened.send(message);
  const missing =
    (await awaitMessages(step, { talk, conversation: opened }, run)) ??
    (await awaitClose(step, { talk, conversation: opened }, run));
  if (missing !== null) return missing;
  if (step.close) await run.connections.drop(talk.key);
  return Object.keys(step.capture).length === 0
    ? null
    : captureValues(step.capture, { result: talk.matched }, run.scope);
}

async function open(
  step: WsStep,
  talk: Talk,
  run: StepRun,
): Promise<Conversation | Failure | null> {
  const { title, address } = talk;
  const { source } = step;
  const wanted = step.expect.status;
  const kept = run.connections.get(talk.key);
  if (kept instanceof Conversation && wanted === null) {
    if (kept.closed === null || step.expect.closed !== null) return kept;
    await run.connections.drop(talk.key);
  }
  run.progress.awaiting = `the socket ${title} to open`;
  const headers = requestHeaders(step, run);
  const onMessage = (action: 'send' | 'receive', text: string): void => {
    const { service } = step.target;
    if (run.faults.isBetween(service)) return;
    run.traffic?.recordMessage(service, { address: pathOf(talk.url), action, text });
  };
  const opening = await Conversation.open(talk.url, { headers, signal: run.signal, onMessage });
  switch (opening.form) {
    case 'open':
      run.connections.keep(
        wanted === null ? talk.key : `${talk.key} refused`,
        opening.conversation,
      );
      if (wanted === null) return opening.conversation;
      return failure(`${title}: the socket opened`, {
        source: wanted.at,
        expected: `a refusal with ${describeExpectation(wanted, run.scope)}`,
        seen: 'status 101, an open socket',
      });
    case 'refused':
      return refused(step, { ...opening, title }, run);
    case 'error': {
      const { what, seen } = explainNetworkError(opening.error);
      return noAnswer(run, { service: step.target.service, address, what, seen, source });
    }
    default:
      return opening satisfies never;
  }
}

function refused(
  step: WsStep,
  opening: { readonly title: string; readonly status: number; readonly body: string },
  run: StepRun,
): Failure | null {
  const { title, status, body } = opening;
  if (step.expect.status === null) {
    return failure(`${title}: the service refused to open the socket`, {
      source: step.source,
      expected: 'an open socket (status 101)',
      seen: `status ${String(status)}`,
      detail: body === '' ? null : `it said: ${body}`,
    });
  }
  const [first, ...rest] = inPart('status', match(step.expect.status, status, run.scope));
  return first === undefined ? null : mismatchFailure(title, [first, ...rest], body);
}

interface Open {
  readonly talk: Talk;
  readonly conversation: Conversation;
}

async function awaitMessages(
  step: WsStep,
  { talk, conversation }: Open,
  run: StepRun,
): Promise<Failure | null> {
  const { messages } = step.expect;
  for (const [index, expected] of messages.entries()) {
    const place = `message ${String(index + 1)} of ${String(messages.length)}`;
    announce(run, `${place} on ${talk.title}`, expected);
    let nearest = '';
    for (;;) {
      const message = await conversation.next(run.signal);
      if (message === null) return endedEarly(talk, { conversation, expected, place }, run);
      note(talk, message.value, run);
      const [difference] = match(expected, message.value, run.scope);
      if (difference === undefined) {
        talk.matched.push(message.value);
        break;
      }
      nearest = `${difference.pointer}: expected ${difference.expected}, got ${difference.seen}`;
      run.progress.detail = `the last message differs at ${nearest}`;
    }
  }
  return null;
}

function announce(run: StepRun, awaiting: string, expected: Expectation): void {
  run.progress.awaiting = awaiting;
  run.progress.expected = describeExpectation(expected, run.scope);
  run.progress.source = expected.at;
  run.progress.seen = null;
  run.progress.detail = null;
}

function note(talk: Talk, value: unknown, run: StepRun): void {
  talk.seen.push(value);
  if (talk.seen.length > MAX_SHOWN_MESSAGES) talk.seen.shift();
  run.progress.seen = `as its last message ${preview(value)}`;
  run.progress.evidence = evidenceOf(talk, run);
}

function endedEarly(
  talk: Talk,
  about: {
    readonly conversation: Conversation;
    readonly expected: Expectation;
    readonly place: string;
  },
  run: StepRun,
): Failure {
  const { conversation, expected, place } = about;
  const { code = 0, reason = '' } = conversation.closed ?? {};
  const why = [`code ${String(code)}`, reason, conversation.error?.message ?? ''];
  return failure(`${talk.title}: the service closed the socket before ${place}`, {
    source: expected.at,
    expected: describeExpectation(expected, run.scope),
    seen: `closed with ${why.filter((part) => part !== '').join(', ')}`,
    detail: run.progress.detail,
  });
}

async function awaitClose(
  step: WsStep,
  { talk, conversation }: Open,
  run: StepRun,
): Promise<Failure | null> {
  const { closed } = step.expect;
  if (closed === null) return null;
  announce(run, `${talk.title} to be closed`, closed);
  for (;;) {
    const message = await conversation.next(run.signal);
    if (message === null) break;
    note(talk, message.value, run);
  }
  const [first, ...rest] = inPart(
    'close code',
    match(closed, conversation.closed?.code, run.scope),
  );
  const reason = conversation.closed?.reason ?? '';
  return first === undefined ? null : mismatchFailure(talk.title, [first, ...rest], reason);
}

function pathOf(url: string): string {
  const { pathname } = new URL(url);
  return pathname;
}

function messageText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function evidenceOf(talk: Talk, run: StepRun): Json {
  const show = (value: unknown): string => {
    return run.redaction.text(messageText(value), EVIDENCE_CHARACTERS);
  };
  return {
    url: run.redaction.text(talk.url),
    sent: talk.sent.slice(0, MAX_SHOWN_MESSAGES).map(show),
    received: boundedList(talk.seen.map(show)),
  };
}

/** The last texts, as many as fit the evidence of a step. */
function boundedList(texts: readonly string[]): string[] {
  const shown: string[] = [];
  let length = 0;
  for (const text of texts.toReversed()) {
    length += text.length;
    if (length > EVIDENCE_CHARACTERS && shown.length > 0) break;
    shown.unshift(text);
  }
  return shown;
}
