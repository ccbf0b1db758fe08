import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** What a server answers (RESP2); an error of one command is a value, so that the others of a pipeline are still read. */
export type RedisReply = null | number | Buffer | RedisRefusal | readonly RedisReply[];

/** The server refused a command. */
export class RedisRefusal extends Error {
  override readonly name = 'RedisRefusal';
}

/** A command: its name and its arguments. */
export type RedisCommand = readonly (string | number | Buffer)[];

interface Waiting {
  resolve(reply: RedisReply): void;
  reject(error: unknown): void;
}

/** One connection to Redis, Valkey or whatever else speaks RESP; answers come in the order of the commands. */
export class RedisConnection implements Disposable {
  readonly #socket: Socket;
  readonly #waiting: Waiting[] = [];
  #unread: Buffer = Buffer.alloc(0);
  #broken: Error | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      try {
        this.#take(chunk);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
    socket.on('error', (error) => this.#break(error));
    socket.on('close', () => this.#break(new Error('the server closed the connection')));
  }

  /** Connects and logs in, as the URL says: `redis://[[user]:password@]host:port[/database]`. */
  static async open(url: string, signal?: AbortSignal): Promise<RedisConnection> {
    const { hostname, port, username, password, pathname } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port === '' ? 6379 : port) });
    const onAbort = (): void => {
      socket.destroy(new Error('interrupted'));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once('close', () => signal?.removeEventListener('abort', onAbort));
    if (signal?.aborted === true) onAbort();
    await once(socket, 'connect');
    const connection = new RedisConnection(socket);
    try {
      const login = [username, password].filter((word) => word !== '').map(decodeURIComponent);
      if (login.length > 0) await connection.ask('AUTH', ...login);
      const database = pathname.slice(1);
      if (database !== '') await connection.ask('SELECT', database);
    } catch (error) {
      connection[Symbol.dispose]();
      throw error;
    }
    return connection;
  }

  /** @throws {RedisRefusal} when the server answers with an error */
  async ask(...command: RedisCommand): Promise<RedisReply> {
    const [reply = null] = await this.pipeline([command]);
    if (reply instanceof RedisRefusal) throw reply;
    return reply;
  }

  /** Sends all commands at once; refusals are among the answers. */
  pipeline(commands: readonly RedisCommand[]): Promise<readonly RedisReply[]> {
    const broken = this.#broken;
    if (broken !== undefined) return Promise.reject(broken);
    const replies = commands.map(
      () =>
        new Promise<RedisReply>((resolve, reject) => {
          this.#waiting.push({ resolve, reject });
        }),
    );
    this.#socket.write(Buffer.concat(commands.map(encode)));
    return Promise.all(replies);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
    let start = 0;
    for (;;) {
      const read = decode(this.#unread, start);
      if (read === undefined) break;
      start = read.end;
      this.#waiting.shift()?.resolve(read.reply);
    }
    this.#unread = this.#unread.subarray(start);
  }

  #break(error: Error): void {
    this.#broken ??= error;
    for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#broken);
  }
}

function encode(command: RedisCommand): Buffer {
  const parts: Buffer[] = [Buffer.from(`*${command.length}\r\n`)];
  for (const word of command) {
    const bytes = Buffer.isBuffer(word) ? word : Buffer.from(String(word));
    parts.push(Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n'));
  }
  return Buffer.concat(parts);
}

interface Read {
  readonly reply: RedisReply;
  readonly end: number;
}

/** Undefined while the answer is not complete. */
function decode(bytes: Buffer, start: number): Read | undefined {
  const lineEnd = bytes.indexOf('\r\n', start);
  if (lineEnd === -1) return undefined;
  const text = bytes.toString('utf8', start + 1, lineEnd);
  const end = lineEnd + 2;
  switch (bytes.toString('latin1', start, start + 1)) {
    case '+':
      return { reply: Buffer.from(text), end };
    case '-':
      return { reply: new RedisRefusal(text), end };
    case ':':
      return { reply: Number(text), end };
    case '$':
      return decodeBulk(bytes, Number(text), end);
    case '*':
      return decodeArray(bytes, Number(text), end);
    default:
      throw new Error(`this is no answer of Redis: ${JSON.stringify(text.slice(0, 40))}`);
  }
}

function decodeBulk(bytes: Buffer, length: number, start: number): Read | undefined {
  if (length === -1) return { reply: null, end: start };
  const end = start + length + 2;
  if (bytes.length < end) return undefined;
  return { reply: Buffer.from(bytes.subarray(start, start + length)), end };
}

function decodeArray(bytes: Buffer, length: number, start: number): Read | undefined {
  if (length === -1) return { reply: null, end: start };
  const replies: RedisReply[] = [];
  let end = start;
  while (replies.length < length) {
    const read = decode(bytes, end);
    if (read === undefined) return undefined;
    replies.push(read.reply);
    end = read.end;
  }
  return { reply: replies, end };
}
