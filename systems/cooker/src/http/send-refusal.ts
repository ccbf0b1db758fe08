import type { FastifyReply } from 'fastify';

import type { Refusal } from '../refusal.ts';
import type { ErrorBody } from './bodies.ts';
import { ERROR_STATUS } from './error-status.ts';

/** The body of every answer that is not 200. */
function errorBody(refusal: Refusal): ErrorBody {
  return {
    error: refusal.code,
    message: refusal.message,
    ...(refusal.retryAfterSeconds !== undefined && { retry_after: refusal.retryAfterSeconds }),
    ...(refusal.details !== undefined && { details: refusal.details }),
  };
}

export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  if (refusal.retryAfterSeconds !== undefined) {
    reply.header('retry-after', String(refusal.retryAfterSeconds));
  }
  return reply.code(ERROR_STATUS[refusal.code]).send(errorBody(refusal));
}
