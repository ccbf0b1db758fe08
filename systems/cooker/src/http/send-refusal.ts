import type { FastifyReply } from 'fastify';

import type { Refusal, RefusalCode } from '../refusal.ts';
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

/** Also tells the line that the log gets for every request. */
export function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  if (refusal.retryAfterSeconds !== undefined) {
    reply.header('retry-after', String(refusal.retryAfterSeconds));
  }
  reply.request.refusalCode = refusal.code;
  return reply.code(ERROR_STATUS[refusal.code]).send(errorBody(refusal));
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Why it was refused; null as long as it was not. */
    refusalCode: RefusalCode | null;
  }
}
