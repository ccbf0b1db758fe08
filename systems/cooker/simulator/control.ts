import type { IncomingMessage, ServerResponse } from 'node:http';

import { z } from 'zod';

import type { Cloud } from './cloud.ts';
import { PHASES } from './device.ts';
import { type Faults, faultsSchema } from './faults.ts';
import { PROFILES } from './profiles/profile.ts';
import { ControlError, readJsonBody } from './read-body.ts';

const SETTLE_MS = 5_000;
const MAX_SETTLE_MS = 30_000;

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Call {
  readonly cloud: Cloud;
  readonly url: URL;
  readonly body: unknown;
}

type Route = (call: Call) => Promise<Answer> | Answer;

const seconds = z.number().min(0).max(359_940);
const celsius = z.number().min(0).max(100);
const placement = z.strictObject({
  state: z.enum(PHASES).optional(),
  temperatureCelsius: celsius.optional(),
  targetCelsius: celsius.optional(),
  timerSeconds: seconds.optional(),
  remainingSeconds: seconds.optional(),
});
/** Null clears one fault; `dropConnections` happens once and is not kept. */
const faultChanges = z.record(z.string(), z.unknown());
const timeScale = z.strictObject({ timeScale: z.number().positive().max(100_000) });
const advance = z.strictObject({ seconds: z.number().min(0).max(31_536_000) });
const profileChange = z.strictObject({ profile: z.enum(PROFILES) });
const settleRequest = z.strictObject({
  withinMs: z.number().int().min(1).max(MAX_SETTLE_MS).default(SETTLE_MS),
});

const ROUTES: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  '/health': { GET: () => ({ status: 200, body: { status: 'ok' } }) },
  '/control/state': { GET: getState, POST: postState },
  '/control/reset': { POST: postReset },
  '/control/faults': {
    GET: ({ cloud }) => ({ status: 200, body: { faults: cloud.faults } }),
    POST: postFaults,
    DELETE: deleteFaults,
  },
  '/control/time-scale': { POST: postTimeScale },
  '/control/advance': { POST: postAdvance },
  '/control/profile': { POST: postProfile },
  '/control/settle': { POST: postSettle },
  '/control/messages': { GET: getMessages, DELETE: deleteMessages },
};

/** Answers one HTTP request of the control API; every refusal is JSON with `code` and `message`. */
export async function answerControl(
  cloud: Cloud,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await decide(cloud, request);
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

async function decide(cloud: Cloud, request: IncomingMessage): Promise<Answer> {
  const url = URL.parse(request.url ?? '', 'http://simulator');
  const methods = url === null ? undefined : ROUTES[url.pathname];
  if (url === null || methods === undefined) {
    return refuse(404, 'NOT_FOUND', `no such path; there are ${Object.keys(ROUTES).join(', ')}`);
  }
  const route = methods[request.method ?? ''];
  if (route === undefined) {
    return refuse(405, 'METHOD_NOT_ALLOWED', `allowed: ${Object.keys(methods).join(', ')}`);
  }
  try {
    return await route({ cloud, url, body: await readJsonBody(request) });
  } catch (error) {
    if (error instanceof ControlError) return refuse(error.status, error.code, error.message);
    throw error;
  }
}

function refuse(status: number, code: string, message: string): Answer {
  return { status, body: { code, message } };
}

function parse<T>(schema: z.ZodType<T>, body: unknown, code = 'INVALID_BODY'): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  const message = `${path === '' ? 'body' : path}: ${issue?.message ?? 'invalid'}`;
  throw new ControlError(400, path === 'state' ? 'INVALID_STATE' : code, message);
}

/** The whole situation, flat, for one-line expectations. */
function describe(cloud: Cloud): Record<string, unknown> {
  const device = cloud.device.snapshot();
  return {
    state: device.phase,
    temperatureCelsius: Math.round(device.waterCelsius * 100) / 100,
    targetCelsius: device.cook?.targetCelsius ?? null,
    timerSeconds: device.cook?.timerSeconds ?? null,
    remainingSeconds: device.remainingSeconds === null ? null : Math.ceil(device.remainingSeconds),
    cookId: device.cook?.cookId ?? null,
    profile: cloud.profile,
    cookerType: cloud.cookerType,
    timeScale: cloud.clock.scale,
    simulatedAt: new Date(device.atMs).toISOString(),
    clients: cloud.clientCount,
    faults: cloud.faults,
  };
}

/**
 * Answers after every connected client has processed what just changed. A client that a fault had shut out is waited
 * for once the fault is gone; without clients there is nothing to wait for.
 */
async function settled(cloud: Cloud): Promise<Answer> {
  const isOpenForAll = cloud.faults.refuseConnections !== true && cloud.faults.token !== 'expired';
  const somebodyComes = cloud.clientCount > 0 || (isOpenForAll && cloud.hasCutOffClients);
  const hasSettled = somebodyComes ? await cloud.settle(SETTLE_MS) : false;
  return { status: 200, body: { ...describe(cloud), settled: hasSettled } };
}

function getState({ cloud }: Call): Answer {
  return { status: 200, body: describe(cloud) };
}

async function postState({ cloud, body }: Call): Promise<Answer> {
  const impossible = cloud.device.place(parse(placement, body));
  if (impossible !== null) throw new ControlError(400, 'INVALID_STATE', impossible);
  return await settled(cloud);
}

async function postReset({ cloud }: Call): Promise<Answer> {
  await cloud.reset();
  return await settled(cloud);
}

async function postFaults({ cloud, body }: Call): Promise<Answer> {
  const { dropConnections, ...changes } = parse(faultChanges, body, 'INVALID_FAULTS');
  if (dropConnections !== undefined && dropConnections !== true) {
    throw new ControlError(400, 'INVALID_FAULTS', 'dropConnections: expected true');
  }
  const merged = { ...cloud.faults, ...changes };
  const kept = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
  const faults = parse<Faults>(faultsSchema, kept, 'INVALID_FAULTS');
  await cloud.setFaults(faults);
  if (dropConnections === true) cloud.dropClients();
  return await settled(cloud);
}

async function deleteFaults({ cloud }: Call): Promise<Answer> {
  await cloud.setFaults({});
  return await settled(cloud);
}

async function postTimeScale({ cloud, body }: Call): Promise<Answer> {
  cloud.clock.setScale(parse(timeScale, body).timeScale);
  return await settled(cloud);
}

async function postAdvance({ cloud, body }: Call): Promise<Answer> {
  cloud.clock.advance(parse(advance, body).seconds * 1000);
  return await settled(cloud);
}

async function postProfile({ cloud, body }: Call): Promise<Answer> {
  cloud.setProfile(parse(profileChange, body).profile);
  return await settled(cloud);
}

async function postSettle({ cloud, body }: Call): Promise<Answer> {
  const { withinMs } = parse(settleRequest, body);
  if (await cloud.settle(withinMs)) {
    return { status: 200, body: { ...describe(cloud), settled: true } };
  }
  const message = `no connected client has processed the latest state within ${withinMs} ms`;
  return refuse(504, 'NOT_SETTLED', message);
}

function getMessages({ cloud, url }: Call): Answer {
  const direction = url.searchParams.get('direction');
  const command = url.searchParams.get('command');
  if (direction !== null && direction !== 'received' && direction !== 'sent') {
    return refuse(400, 'INVALID_DIRECTION', 'direction: expected received or sent');
  }
  const messages = cloud.history.find({
    ...(direction === null ? {} : { direction }),
    ...(command === null ? {} : { command }),
  });
  return { status: 200, body: { count: messages.length, messages } };
}

function deleteMessages({ cloud }: Call): Answer {
  cloud.history.clear();
  return { status: 200, body: { count: 0, messages: [] } };
}
