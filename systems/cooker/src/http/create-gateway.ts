import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';

import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';

import type { Log } from '../log-event.ts';
import type { Refusal, RefusalCode } from '../refusal.ts';
import { writeClientError } from './client-error.ts';
import { createGatekeeper } from './gatekeeper.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { type GatewayRoute, gatewayRoutes } from './gateway-routes.ts';
import { sendRefusal } from './send-refusal.ts';

/** Every honest request is far smaller. */
const BODY_LIMIT_BYTES = 16 * 1024;
/** A request that has not arrived as a whole by then is dropped (slow loris). */
const REQUEST_TIMEOUT_MS = 15_000;
const SHOWN_PATH_LENGTH = 200;

/** Builds the HTTP face of the gateway; `listen()` and `close()` are the caller's. */
export function createGateway(options: GatewayOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
    frameworkErrors: (_error, _request, reply) => {
      sendRefusal(reply, {
        code: 'BAD_REQUEST',
        message: 'The address of the request is malformed.',
      });
    },
    clientErrorHandler: (error: Error & { code?: string }, socket: Socket) => {
      writeClientError(error, socket);
    },
  });
  const routes = gatewayRoutes(options);
  // Bodies are read as text: only one route wants JSON, and a stop must work whatever comes with it.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });
  addHooks(app, options);
  addRoutes(app, routes, options);
  app.setNotFoundHandler((request, reply) => refuseUnknown(request, reply, routes));
  app.setErrorHandler((error: FastifyError, request, reply) =>
    sendRefusal(reply, refusalOf(error, request, options.log)),
  );
  return app;
}

function addHooks(app: FastifyInstance, { log, monotonicNow }: GatewayOptions): void {
  app.decorateRequest('startedAtMs', 0);
  app.decorateRequest('refusalCode', null);
  app.addHook('onRequest', (request, reply, done) => {
    request.startedAtMs = monotonicNow();
    reply.header('x-request-id', request.id);
    reply.header('cache-control', 'no-store');
    reply.header('x-content-type-options', 'nosniff');
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    log({
      level: 'info',
      msg: 'request',
      requestId: request.id,
      method: request.method,
      path: pathOf(request),
      remote: request.socket.remoteAddress ?? '',
      status: reply.statusCode,
      // Of a refusal only the code: its message may repeat what the caller sent.
      ...(request.refusalCode !== null && { code: request.refusalCode }),
      durationSeconds: Math.round(monotonicNow() - request.startedAtMs) / 1000,
    });
    done();
  });
}

function addRoutes(
  app: FastifyInstance,
  routes: readonly GatewayRoute[],
  options: GatewayOptions,
): void {
  const gatekeeper = createGatekeeper(options);
  for (const route of routes) {
    app.route({
      method: route.method,
      url: route.path,
      onRequest: gatekeeper(route),
      handler: route.handler,
    });
  }
}

function refuseUnknown(
  request: FastifyRequest,
  reply: FastifyReply,
  routes: readonly GatewayRoute[],
): FastifyReply {
  const path = pathOf(request);
  const known = routes.find((route) => route.path === path);
  if (known === undefined) {
    return sendRefusal(reply, { code: 'NOT_FOUND', message: 'There is nothing at this address.' });
  }
  const allowed = known.method === 'GET' ? 'GET, HEAD' : known.method;
  reply.header('allow', allowed);
  return sendRefusal(reply, {
    code: 'METHOD_NOT_ALLOWED',
    message: `This address takes ${known.method} only.`,
  });
}

/** What went wrong outside the handlers' own refusals. The cause goes to the log, never to the caller. */
function refusalOf(error: FastifyError, request: FastifyRequest, log: Log): Refusal {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return refusal('PAYLOAD_TOO_LARGE', `The body may have ${BODY_LIMIT_BYTES} bytes at most.`);
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return refusal('BAD_REQUEST', 'The request is malformed.');
  }
  log({
    level: 'error',
    msg: 'unexpected error',
    requestId: request.id,
    error: error.name,
    reason: error.message,
    stack: error.stack,
  });
  return refusal(
    'INTERNAL_ERROR',
    'Something went wrong inside the gateway. Please ask for the status.',
  );
}

function refusal(code: RefusalCode, message: string): Refusal {
  return { code, message };
}

/** Without the query string, which nobody needs to see again. */
function pathOf(request: FastifyRequest): string {
  const end = request.url.indexOf('?');
  return (end === -1 ? request.url : request.url.slice(0, end)).slice(0, SHOWN_PATH_LENGTH);
}

declare module 'fastify' {
  interface FastifyRequest {
    startedAtMs: number;
  }
}
