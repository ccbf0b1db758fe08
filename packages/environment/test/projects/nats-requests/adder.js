/** Answers requests on the subject `add`, in the text protocol of NATS: a sum of the numbers it is sent. */
import { connect } from 'node:net';

const { hostname, port } = new URL(process.env.NATS_URL);
const socket = connect({ host: hostname, port: Number(port) });
socket.setEncoding('utf8');
socket.write('CONNECT {"verbose":false}\r\nSUB add adders 1\r\nPING\r\n');

let received = '';
socket.on('data', (chunk) => {
  received += chunk;
  for (let line = nextLine(); line !== undefined; line = nextLine()) {
    if (line === 'PING') socket.write('PONG\r\n');
    if (line === 'PONG') console.log('subscribed');
    if (line.startsWith('MSG ')) respond(line.split(' ')[3], nextLine());
  }
});

function nextLine() {
  const end = received.indexOf('\r\n');
  if (end === -1) return undefined;
  const line = received.slice(0, end);
  received = received.slice(end + 2);
  return line;
}

function respond(subject, numbers) {
  const sum = String(numbers.split(' ').reduce((total, number) => total + Number(number), 0));
  socket.write(`PUB ${subject} ${sum.length}\r\n${sum}\r\n`);
}
