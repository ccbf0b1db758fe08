/**
 * What PostgreSQL's `pg_isready` does, for healthchecks that call it: asks a server whether it accepts connections.
 * Exit code 0 accepting, 1 rejecting (starting up), 2 no answer, 3 no attempt made.
 */
import { connect } from 'node:net';
import { parseArgs } from 'node:util';

const PROTOCOL_VERSION = 196_608;
/** "the database system is starting up" and its relatives. */
const CANNOT_CONNECT_NOW = '57P03';
const EXIT = { accepting: 0, rejecting: 1, 'no response': 2, 'no attempt': 3 } as const;

function report(answer: keyof typeof EXIT): void {
  process.exitCode = EXIT[answer];
  if (!isQuiet)
    process.stdout.write(
      `${host}:${port} - ${answer}${answer === 'accepting' ? ' connections' : ''}\n`,
    );
}

function startupMessage(user: string, database: string): Buffer {
  const parameters = Buffer.from(`user\0${user}\0database\0${database}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(head.length + parameters.length, 0);
  head.writeInt32BE(PROTOCOL_VERSION, 4);
  return Buffer.concat([head, parameters]);
}

const { values } = parseArgs({
  options: {
    host: { type: 'string', short: 'h', default: process.env['PGHOST'] ?? 'localhost' },
    port: { type: 'string', short: 'p', default: process.env['PGPORT'] ?? '5432' },
    username: { type: 'string', short: 'U', default: process.env['PGUSER'] ?? 'postgres' },
    dbname: { type: 'string', short: 'd', default: process.env['PGDATABASE'] ?? 'postgres' },
    timeout: { type: 'string', short: 't', default: '3' },
    quiet: { type: 'boolean', short: 'q', default: false },
  },
});
const { port, quiet: isQuiet } = values;
// A folder stands for a Unix socket, which the native server does not have.
const host = values.host.startsWith('/') ? 'localhost' : values.host;
const socket = connect({ host, port: Number(port) });
socket.setTimeout(Number(values.timeout) * 1000, () => socket.destroy(new Error('timeout')));
socket.once('connect', () => socket.write(startupMessage(values.username, values.dbname)));
socket.once('error', () => report('no response'));
socket.once('data', (answer) => {
  const isRejected = answer.toString('latin1', 0, 1) === 'E' && answer.includes(CANNOT_CONNECT_NOW);
  report(isRejected ? 'rejecting' : 'accepting');
  socket.end();
});
