/** Projects of the kinds that people write, and what each of them is for. */
import assert from 'node:assert/strict';

import { ask } from './project.ts';
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
];
