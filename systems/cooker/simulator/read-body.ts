import type { IncomingMessage } from 'node:http';

const MAX_BODY_BYTES = 64 * 1024;

/** A refusal of the control API. */
export class ControlError extends Error {
  override readonly name: string = 'ControlError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * Reads a JSON body; an absent one reads as an empty object.
 *
 * @throws {ControlError} `BODY_TOO_LARGE`, `INVALID_JSON`
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    const part = chunk as Buffer; // no encoding is set on the request
    sizeBytes += part.length;
    // What comes after the limit is read and thrown away, so that the answer can still be delivered.
    if (sizeBytes <= MAX_BODY_BYTES) chunks.push(part);
  }
  if (sizeBytes > MAX_BODY_BYTES) {
    throw new ControlError(413, 'BODY_TOO_LARGE', `the body is over ${MAX_BODY_BYTES} bytes`);
  }
  const text = Buffer.concat(chunks).toString('utf8').trim();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ControlError(400, 'INVALID_JSON', `the body is not JSON: ${String(error)}`);
  }
}
