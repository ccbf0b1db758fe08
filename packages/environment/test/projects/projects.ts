/** Projects of the kinds that people write, and what each of them is for. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';

import type { StartedEnvironment } from '../../src/index.ts';
import { ask, eventually } from './project.ts';
import type { Project } from './project.ts';

export const PROJECTS: readonly Project[] = [
  {
    name: 'web-postgres',
    images: ['node', 'postgres'],
    drive: async (started) => {
      assert.equal((await ask(started, 'web', { post: 'buy rope' })).status, 201);
      const { text } = await ask(started, 'web', { path: '/notes' });
      assert.deepEqual(JSON.parse(text), [{ id: 1, body: 'buy rope' }]);
    },
  },
  {
    name: 'redis-cache',
    binaries: ['redis-server'],
    images: ['node', 'redis'],
    drive: async (started) => {
      const first = await ask(started, 'web', { path: '/12' });
      const second = await ask(started, 'web', { path: '/12' });
      assert.deepEqual([first.text, first.headers.get('x-cache')], ['144', 'miss']);
      assert.deepEqual([second.text, second.headers.get('x-cache')], ['144', 'hit']);
    },
  },
  {
    name: 'worker-queue',
    binaries: ['redis-server', 'redis-cli'],
    images: ['node', 'redis'],
    drive: async (started) => {
      const { text: id } = await ask(started, 'api', { post: 'haul away' });
      const look = (): ReturnType<typeof ask> => ask(started, 'api', { path: `/jobs/${id}` });
      const { text } = await eventually(look, ({ status }) => status === 200);
      assert.equal(text, 'HAUL AWAY');
    },
  },
  {
    name: 'nginx-front',
    binaries: ['nginx'],
    images: ['node', 'nginx'],
    drive: async (started) => {
      assert.match((await ask(started, 'proxy')).text, /The shop is open/);
      const { text } = await ask(started, 'proxy', { path: '/api/goods' });
      const { url, forwardedFor } = JSON.parse(text) as { url: string; forwardedFor: string };
      assert.equal(url, '/api/goods');
      assert.match(forwardedFor, /^[\d.]+$/, 'it came through nginx');
    },
  },
  {
    name: 'migration',
    images: ['node', 'postgres'],
    drive: async (started) => {
      const { text } = await ask(started, 'api');
      assert.deepEqual(JSON.parse(text), [
        { name: 'apple', grams: 180 },
        { name: 'plum', grams: 65 },
      ]);
      assert.deepEqual(
        started.logTail('migrate').filter((line) => line.includes('applied')).length,
        2,
      );
    },
  },
  {
    name: 'profiles',
    profiles: ['debug'],
    images: ['node'],
    drive: async (started) => {
      assert.equal((await ask(started, 'viewer')).text, '2 orders: bread, milk');
      assert.deepEqual([...started.services.keys()].toSorted(), ['shop', 'viewer']);
    },
  },
  {
    name: 'overlays',
    files: ['compose.yaml', 'compose.test.yaml'],
    images: ['node'],
    drive: async (started) => {
      assert.equal((await ask(started, 'app', { path: '/sign-up/Ada' })).status, 200);
      const { text } = await ask(started, 'mailer', { port: 9000 });
      assert.deepEqual(JSON.parse(text), { mails: ['Hello, Ada!'], smtp: null });
    },
  },
  {
    name: 'healthcheck-chain',
    images: ['node'],
    drive: async (started) => {
      const { text } = await ask(started, 'shop');
      assert.equal(text, 'shop > prices > catalog > registry > config');
    },
  },
  {
    name: 'python-web',
    binaries: ['python3'],
    images: ['python'],
    drive: async (started) => {
      assert.equal((await ask(started, 'guestbook', { post: 'Grace' })).status, 200);
      assert.equal((await ask(started, 'guestbook')).text, '["Grace"]');
    },
  },
  {
    name: 'secrets-configs',
    images: ['node', 'postgres'],
    drive: async (started) => {
      assert.equal((await ask(started, 'api')).text, '2 rows for api in EUR');
    },
  },
  {
    name: 'extends-common',
    images: ['node'],
    drive: async (started) => {
      const { text } = await ask(started, 'orders', { path: '/order' });
      assert.equal(text, 'orders in north asked stock in north');
    },
  },
  {
    name: 'env-files',
    images: ['node'],
    drive: async (started) => {
      assert.equal((await ask(started, 'web')).text, 'Weather at the harbour: 14 celsius');
      assert.equal(started.environmentOf('web')['PRICE'], '$5');
    },
  },
  {
    name: 'mqtt',
    binaries: ['mosquitto', 'mosquitto_sub', 'mosquitto_pub'],
    images: ['mosquitto'],
    drive: async (started) => {
      const heard = await eventually(
        () => started.logTail('recorder'),
        (lines) => lines.length > 0,
      );
      assert.match(heard.join('\n'), /kitchen\/temperature 21\.5/);
    },
  },
  {
    name: 'ten-services',
    binaries: ['nginx', 'redis-server', 'redis-cli'],
    images: ['node', 'postgres', 'redis', 'nginx'],
    drive: async (started) => {
      assert.equal((await ask(started, 'front')).text, 'rope 12\nsail 540');
      const post = JSON.stringify({ good: 'sail', buyer: 'ada' });
      assert.equal((await ask(started, 'front', { path: '/orders', post })).text, '1');
      const look = async (): Promise<string> => (await ask(started, 'mail')).text;
      const mails = await eventually(look, (text) => text !== '[]');
      assert.deepEqual(JSON.parse(mails), [{ to: 'ada@example.com', text: 'order 1: sail' }]);
      assert.equal(started.services.size, 10);
    },
  },
  {
    name: 'aliases',
    images: ['node'],
    drive: async (started) => {
      assert.equal((await ask(started, 'gateway')).text, 'people billing search');
    },
  },
  {
    name: 'same-port',
    images: ['node'],
    drive: async (started) => {
      assert.equal((await ask(started, 'frontend')).text, 'frontend before backend');
      assert.equal((await ask(started, 'backend')).text, 'backend');
    },
  },
  {
    name: 'nats-requests',
    binaries: ['nats-server'],
    images: ['node', 'nats'],
    drive: async (started) => {
      await eventually(
        () => started.logTail('adder'),
        (lines) => lines.some((line) => line.includes('subscribed')),
      );
      assert.match(await requestSum(started, '19 23'), /\r\n42\r\n/);
    },
  },
];

/** Asks the adder through the broker, in NATS' text protocol; resolves with all that came back. */
async function requestSum(started: StartedEnvironment, numbers: string): Promise<string> {
  const socket = connect(started.address('nats', 4222));
  socket.setEncoding('utf8');
  let received = '';
  socket.on('data', (chunk: string) => {
    received += chunk;
  });
  await once(socket, 'connect');
  const request = `PUB add answers ${numbers.length}\r\n${numbers}\r\n`;
  socket.write(`CONNECT {"verbose":false}\r\nSUB answers 1\r\n${request}`);
  await eventually(
    () => received,
    (text) => text.includes('MSG answers'),
  );
  socket.destroy();
  return received;
}
