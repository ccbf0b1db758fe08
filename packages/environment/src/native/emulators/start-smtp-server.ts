/** Serves smtp-server, which takes every mail and writes it to the log: `start-smtp-server <path> --port <port>`. */
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';

/** As much of smtp-server as is used here. */
interface SmtpModule {
  readonly SMTPServer: new (options: {
    authOptional: boolean;
    disabledCommands: readonly string[];
    onAuth: (
      auth: unknown,
      session: unknown,
      done: (error: null, user: { user: string }) => void,
    ) => void;
    onData: (stream: Readable, session: unknown, done: (error?: Error) => void) => void;
  }) => { listen(port: number, host: string, listening: () => void): void };
}

const [, , path = '', , port = ''] = process.argv;
const { SMTPServer } = (await import(pathToFileURL(path).href)) as SmtpModule;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  // As the images do: whoever comes may send.
  onAuth: (_auth, _session, done) => done(null, { user: 'anyone' }),
  onData: (stream, _session, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.once('error', done);
    stream.once('end', () => {
      process.stdout.write(`received a mail\n${Buffer.concat(chunks).toString()}\n`);
      done();
    });
  },
});
server.listen(Number(port), '127.0.0.1', () => {
  process.stdout.write(`smtp-server listens on 127.0.0.1:${port}\n`);
});
