import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Outcome } from '../refusal.ts';
import { validateStartCook } from '../safety/validate-start-cook.ts';
import type { HealthBody } from './bodies.ts';
import type { GuardedRoute } from './gatekeeper.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { readJson } from './read-json.ts';
import { sendRefusal } from './send-refusal.ts';
import { toDiagnosticsBody, toStartedBody, toStatusBody, toStoppedBody } from './to-body.ts';

export interface GatewayRoute extends GuardedRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly handler: (
    request: FastifyRequest,
    reply: FastifyReply,
  ) => FastifyReply | Promise<FastifyReply>;
}

/** The addresses of the gateway. */
export function gatewayRoutes(options: GatewayOptions): GatewayRoute[] {
  return [
    { method: 'GET', path: '/health', limit: 'health', isOpen: true, handler: health(options) },
    { method: 'POST', path: '/start-cook', limit: 'start', isOpen: false, handler: start(options) },
    { method: 'GET', path: '/status', limit: 'status', isOpen: false, handler: status(options) },
    { method: 'POST', path: '/stop-cook', limit: 'stop', isOpen: false, handler: stop(options) },
    {
      method: 'GET',
      path: '/diagnostics',
      limit: 'diagnostics',
      isOpen: false,
      handler: diagnostics(options),
    },
    {
      method: 'GET',
      path: '/openapi.json',
      limit: 'document',
      isOpen: true,
      handler: document(options),
    },
  ];
}

function health({ version, now }: GatewayOptions): GatewayRoute['handler'] {
  return (_request, reply) => {
    const timestamp = new Date(now()).toISOString();
    return reply.send({ status: 'ok', version, timestamp } satisfies HealthBody);
  };
}

function start(options: GatewayOptions): GatewayRoute['handler'] {
  return async (request, reply) => {
    const read = readJson(request.headers['content-type'], request.body);
    const valid = read.ok ? validateStartCook(read.value) : read;
    const started = valid.ok ? await options.cooking.start(valid.value) : valid;
    return answer(reply, started, toStartedBody);
  };
}

function status(options: GatewayOptions): GatewayRoute['handler'] {
  return (_request, reply) => answer(reply, options.cooking.status(), toStatusBody);
}

function stop(options: GatewayOptions): GatewayRoute['handler'] {
  return async (_request, reply) => answer(reply, await options.cooking.stop(), toStoppedBody);
}

function diagnostics({ cooker, version }: GatewayOptions): GatewayRoute['handler'] {
  return (_request, reply) =>
    reply.send(toDiagnosticsBody(cooker, { version, uptimeSeconds: process.uptime() }));
}

function document(options: GatewayOptions): GatewayRoute['handler'] {
  return async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(await options.document());
}

function answer<T>(
  reply: FastifyReply,
  outcome: Outcome<T>,
  toBody: (value: T) => object,
): FastifyReply {
  return outcome.ok ? reply.send(toBody(outcome.value)) : sendRefusal(reply, outcome.refusal);
}
