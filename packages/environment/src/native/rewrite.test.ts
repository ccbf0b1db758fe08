import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findReferences, rewriteArguments, rewriteText, rewriteVariables } from './rewrite.ts';
import type { RewriteScope } from './rewrite.ts';

const SCOPE: RewriteScope = {
  ownPorts: new Map([
    [5000, 21_000],
    [80, 21_080],
  ]),
  neighbours: new Map([
    ['web', new Map([[5000, 21_000]])],
    ['db', new Map([[5432, 22_000]])],
    [
      'api',
      new Map([
        [80, 23_080],
        [6000, 23_000],
      ]),
    ],
    ['api-2', new Map([[6000, 24_000]])],
  ]),
  paths: [
    { container: '/data', host: '/run/volumes/data' },
    { container: '/app', host: '/home/me/web' },
    { container: '/app/dist', host: '/home/me/out' },
  ],
};

const TEXTS: readonly (readonly [from: string, to: string])[] = [
  ['db:5432', '127.0.0.1:22000'],
  ['postgres://u:p@db:5432/shop?x=1', 'postgres://u:p@127.0.0.1:22000/shop?x=1'],
  ['postgresql://u:p@db/shop', 'postgresql://u:p@127.0.0.1:22000/shop'],
  ['postgresql+asyncpg://u@db/shop', 'postgresql+asyncpg://u@127.0.0.1:22000/shop'],
  ['http://api', 'http://127.0.0.1:23080'],
  ['http://api/v1', 'http://127.0.0.1:23080/v1'],
  ['ws://api:6000', 'ws://127.0.0.1:23000'],
  ['http://api-2:6000', 'http://127.0.0.1:24000'],
  ['api:6000,api-2:6000', '127.0.0.1:23000,127.0.0.1:24000'],
  ['http://localhost:5000/health', 'http://localhost:21000/health'],
  ['curl -f http://localhost/ || exit 1', 'curl -f http://localhost:21080/ || exit 1'],
  ['0.0.0.0:5000', '0.0.0.0:21000'],
  [':5000', ':21000'],
  ['[::]:5000', '[::]:21000'],
  ['node server.js --port 5000 --retries 5000', 'node server.js --port 21000 --retries 5000'],
  ['PORT=5000 node .', 'PORT=21000 node .'],
  ['serve -p 5000', 'serve -p 21000'],
  ['sqlite:/data/shop.db', 'sqlite:/run/volumes/data/shop.db'],
  ['file:///data/shop.db', 'file:///run/volumes/data/shop.db'],
  ['/data', '/run/volumes/data'],
  ['/app/dist/main.js:/app/x', '/home/me/out/main.js:/home/me/web/x'],
  // Left alone, because they may mean something else.
  ['https://api.example.com:6000', 'https://api.example.com:6000'],
  ['my-api:6000', 'my-api:6000'],
  ['registry/api:6000', 'registry/api:6000'],
  ['api:6000.5', 'api:6000.5'],
  ['api:7000', 'api:7000'],
  ['https://api', 'https://api'],
  ['localhost:6000', 'localhost:6000'],
  ['the api is fine', 'the api is fine'],
  ['12:5000', '12:5000'],
  ['https://example.com/data/x', 'https://example.com/data/x'],
  ['/database', '/database'],
  ['5000 m', '5000 m'],
];

for (const [from, to] of TEXTS) {
  test(`${from} becomes ${to}`, () => {
    assert.equal(rewriteText(from, SCOPE), to);
  });
}

test('a number is a port where the name of the variable or the option before it says so', () => {
  const variables = new Map([
    ['PORT', '5000'],
    ['LISTEN_ADDR', '5000'],
    ['TIMEOUT_MS', '5000'],
    ['DB_HOST', 'db'],
    ['DB_PORT', '5432'],
    ['OWNER', 'db'],
    ['PGHOST', 'db'],
    ['PGPORT', '5432'],
  ]);
  assert.deepEqual(Object.fromEntries(rewriteVariables(variables, SCOPE)), {
    PORT: '21000',
    LISTEN_ADDR: '21000',
    TIMEOUT_MS: '5000',
    DB_HOST: '127.0.0.1',
    DB_PORT: '22000',
    OWNER: 'db',
    PGHOST: '127.0.0.1',
    PGPORT: '22000',
  });
  const command = ['serve', '--port', '5000', '-p', '5000', '--max', '5000', '--port=5000', '5000'];
  assert.deepEqual(rewriteArguments(command, SCOPE), [
    'serve',
    '--port',
    '21000',
    '-p',
    '21000',
    '--max',
    '5000',
    '--port=21000',
    '21000',
  ]);
});

test('references name the port, or the default one of the scheme', () => {
  assert.deepEqual(
    findReferences('redis://cache, http://web:8080 and db', ['cache', 'web', 'db']),
    [
      { name: 'cache', port: 6379 },
      { name: 'web', port: 8080 },
    ],
  );
});
