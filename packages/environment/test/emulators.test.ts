import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

import type { EnvironmentEvent } from '../src/index.ts';
import { scratchEnvironment, scratchFolder } from './scratch-project.ts';

/** A machine on which nothing is installed. */
const NOTHING = { ...process.env, PATH: '/nonexistent' };

function warnings(events: readonly EnvironmentEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'warning' ? [event.diagnostic.message] : []));
}

test('MQTT: without a broker on the machine aedes stands for it, and says so in the evidence', async (t) => {
  // EMQX has no server that could be found on PATH.
  const { environment, event, events } = scratchEnvironment(
    t,
    `
services:
  mqtt:
    image: emqx/emqx:5.8
    environment: {EMQX_NODE__COOKIE: x}
    ports: ['18083', '1883']
    healthcheck: {test: [CMD, /opt/emqx/bin/emqx, ctl, status]}
  app:
    x-native: {command: [sh, -c, 'exit 0']}
    environment: {MQTT_URL: 'mqtt://mqtt'}
    depends_on: {mqtt: {condition: service_healthy}}
`,
  );
  await using started = await environment.start();
  const { provider } = await event('service-starting', 'mqtt');
  assert.equal(provider.rung, 'emulator');
  assert.equal(provider.product, 'aedes (MQTT broker in JavaScript)');
  assert.match(provider.version ?? '', /^\d+\.\d+/);
  assert.equal(provider.wanted, 'emqx/emqx:5.8');
  const { host, port } = started.address('mqtt');
  assert.equal(started.environmentOf('app')['MQTT_URL'], `mqtt://127.0.0.1:${port}`);
  const socket = connect({ host, port });
  socket.write(Buffer.from('100f00044d5154540402003c0003736561', 'hex'));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  assert.equal(answer.toString('hex'), '20020000');
  socket.destroy();
  const said = warnings(events).join('\n');
  assert.match(said, /asks for emqx\/emqx:5\.8 and runs on aedes/);
  assert.match(said, /EMQX_NODE__COOKIE .*means nothing to aedes/);
  assert.match(said, /port 18083 .*means nothing to aedes/);
});

test('SMTP: smtp-server takes mails for Mailpit and writes them to the log', async (t) => {
  const { environment, event } = scratchEnvironment(
    t,
    `services: {mail: {image: 'axllent/mailpit:v1.20', ports: ['8025', '1025']}}`,
  );
  await using started = await environment.start();
  assert.equal((await event('service-starting')).provider.rung, 'emulator');
  const socket = connect(started.address('mail', 1025));
  const steps = [
    'EHLO here',
    'MAIL FROM:<a@example.com>',
    'RCPT TO:<b@example.com>',
    'DATA',
    'Subject: hello\r\n\r\nThe pipe is shut.\r\n.',
    'QUIT',
  ];
  const codes: string[] = [];
  for await (const line of createInterface({ input: socket })) {
    if (/^\d{3}-/.test(line)) continue;
    codes.push(line.slice(0, 3));
    const step = steps.shift();
    if (step === undefined) break;
    socket.write(`${step}\r\n`);
  }
  socket.destroy();
  assert.deepEqual(codes, ['220', '250', '250', '250', '354', '250', '221']);
  assert.match(started.logTail('mail').join('\n'), /The pipe is shut\./);
});

test('a real server comes before an emulator, and without either both ways are named', async (t) => {
  const folder = scratchFolder(t, {});
  const { environment } = scratchEnvironment(t, `services: {cache: {image: 'redis:7'}}`, {
    env: { ...NOTHING, HOME: folder },
  });
  await assert.rejects(environment.start(), {
    code: 'SERVICE_NOT_RUNNABLE',
    message: /no Redis for image redis:7: redis-server is not on PATH \(install redis-server/,
  });
});
