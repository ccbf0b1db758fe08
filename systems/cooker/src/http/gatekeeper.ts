import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Log } from '../log-event.ts';
import { createKeyCheck } from './bearer-key.ts';
import type { RateLimits } from './rate-limits.ts';
import { sendRefusal } from './send-refusal.ts';
import { TokenBucket } from './token-bucket.ts';

type Hook = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void;

/** What the gatekeeper has to know of a route. */
export interface GuardedRoute {
  readonly limit: keyof RateLimits;
  readonly isOpen: boolean;
}

/**
 * Stands before every route, and before its body is read: first the key, then the route's rate limit, so
 * that strangers cannot use up the limit of the one who has the key. Strangers share a bucket of their own;
 * a valid key is never refused for the sake of an invalid one.
 */
export function createGatekeeper(options: {
  apiKey: string;
  rateLimits: RateLimits;
  monotonicNow: () => number;
  log: Log;
}): (route: GuardedRoute) => Hook {
  const checkKey = createKeyCheck(options.apiKey);
  const strangers = new TokenBucket(options.rateLimits.failedAuth, options.monotonicNow);
  return (route) => {
    const bucket = new TokenBucket(options.rateLimits[route.limit], options.monotonicNow);
    return (request, reply, done) => {
      if (!route.isOpen) {
        const check = checkKey(request.headers.authorization);
        if (!check.valid) {
          refuseStranger(reply, { waitSeconds: strangers.take(), message: check.message });
          const remote = request.socket.remoteAddress ?? '';
          options.log({
            level: 'warn',
            msg: 'authentication failed',
            requestId: request.id,
            remote,
          });
          return;
        }
      }
      const waitSeconds = bucket.take();
      if (waitSeconds > 0) refuseTooMany(reply, waitSeconds);
      else done();
    };
  };
}

function refuseStranger(reply: FastifyReply, seen: { waitSeconds: number; message: string }): void {
  if (seen.waitSeconds > 0) {
    refuseTooMany(reply, seen.waitSeconds);
    return;
  }
  reply.header('www-authenticate', 'Bearer');
  sendRefusal(reply, { code: 'UNAUTHORIZED', message: seen.message });
}

function refuseTooMany(reply: FastifyReply, waitSeconds: number): void {
  sendRefusal(reply, {
    code: 'RATE_LIMITED',
    message: `Too many requests. Please wait ${waitSeconds} s.`,
    retryAfterSeconds: waitSeconds,
  });
}
