import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { readComposeFile } from '../src/index.ts';
import type { ComposeModel, ComposeService } from '../src/index.ts';
import { scratchFolder } from './scratch-project.ts';

const TEXT = `
name: shop
x-base: &base
  environment: {LEVEL: info, SHARED: base}
services:
  web:
    <<: *base
    build: {context: ./web, target: run, args: {VERSION: "\${VERSION-1}"}}
    command: node server.js --name "two words"
    entrypoint: [tini, --]
    working_dir: /app
    env_file: [web.env, {path: missing.env, required: false}]
    environment:
      - LEVEL=\${LEVEL:-debug}
      - FROM_CALLER
      - NOT_SET_ANYWHERE
      - PRICE=5$$
      - FLAG=\${FLAG:+on}
      - NESTED=\${NOPE:-\${LEVEL_OF_ENV}}
    ports: ["8080:80", "127.0.0.1:9000:90", "5000", "6000-6001:60-61", {target: 70, published: "7000"}, "53:53/udp"]
    expose: ["3000", 4000]
    depends_on: {db: {condition: service_healthy}, mail: {condition: service_started, required: false}}
    healthcheck: {test: curl -f localhost, interval: 1m30s, timeout: 2.5s, retries: 5, start_period: 250ms}
    volumes: ["data:/data", "./conf:/etc/conf:ro", "/var/cache", {type: tmpfs, target: /tmp}]
    networks: {default: {aliases: [shop]}}
    container_name: shop-web
    stop_grace_period: 1s
    x-sql: sqlite:/data/shop.db
  db:
    image: postgres:16
    healthcheck: {disable: true}
  mail:
    profiles: [mail]
    x-native: {command: node mail.js, cwd: mail, prepare: [npm, run, build]}
volumes: {data: }
`;

function read(t: test.TestContext): { model: ComposeModel; web: ComposeService; folder: string } {
  const folder = scratchFolder(t, {
    'compose.yaml': TEXT,
    '.env': 'LEVEL_OF_ENV=from .env\nVERSION=2 # a comment\n',
    'web.env': 'export SHARED="a b\\n"\nONLY_FILE=\'$literal\'\nLEVEL=file\n',
  });
  const model = readComposeFile(join(folder, 'compose.yaml'), {
    env: { FROM_CALLER: 'yes', VERSION: '3', FLAG: 'x' },
  });
  const web = model.services.get('web');
  assert.ok(web);
  return { model, web, folder };
}

test('variables come from the caller, then .env; env_file before environment', (t) => {
  const { web } = read(t);
  assert.deepEqual(Object.fromEntries(web.environment), {
    SHARED: 'a b\n',
    ONLY_FILE: '$literal',
    LEVEL: 'debug',
    FROM_CALLER: 'yes',
    PRICE: '5$',
    FLAG: 'on',
    NESTED: 'from .env',
  });
  assert.deepEqual(web.build?.args, new Map([['VERSION', '3']]));
});

test('ports, volumes, commands, durations and dependencies are read in all their forms', (t) => {
  const { model, web, folder } = read(t);
  assert.equal(model.name, 'shop');
  assert.deepEqual(
    web.ports.map(({ published, target, protocol }) => [published, target, protocol]),
    [
      [8080, 80, 'tcp'],
      [9000, 90, 'tcp'],
      [undefined, 5000, 'tcp'],
      [6000, 60, 'tcp'],
      [6001, 61, 'tcp'],
      [7000, 70, 'tcp'],
      [53, 53, 'udp'],
    ],
  );
  assert.deepEqual(web.expose, [3000, 4000]);
  assert.deepEqual(
    web.volumes.map(({ type, source, target }) => [type, source, target]),
    [
      ['volume', 'data', '/data'],
      ['bind', join(folder, 'conf'), '/etc/conf'],
      ['volume', undefined, '/var/cache'],
      ['tmpfs', undefined, '/tmp'],
    ],
  );
  assert.deepEqual(web.command, ['node', 'server.js', '--name', 'two words']);
  assert.deepEqual(web.entrypoint, ['tini', '--']);
  assert.deepEqual(web.healthcheck, {
    test: { form: 'shell', script: 'curl -f localhost' },
    intervalMs: 90_000,
    timeoutMs: 2500,
    startPeriodMs: 250,
    startIntervalMs: undefined,
    retries: 5,
  });
  assert.deepEqual(
    [...web.dependsOn].map(([name, { condition, required }]) => [name, condition, required]),
    [
      ['db', 'service_healthy', true],
      ['mail', 'service_started', false],
    ],
  );
  assert.deepEqual(web.aliases, ['shop-web', 'shop']);
  assert.equal(web.stopGracePeriodMs, 1000);
  assert.equal(web.build?.dockerfile, join(folder, 'web', 'Dockerfile'));
  assert.deepEqual(model.services.get('db')?.healthcheck?.test, { form: 'none' });
  const { native, profiles } = model.services.get('mail') ?? {};
  assert.deepEqual(native?.command, ['/bin/sh', '-c', 'node mail.js']);
  assert.deepEqual(native?.prepare, ['npm', 'run', 'build']);
  assert.equal(native?.cwd, join(folder, 'mail'));
  assert.deepEqual(profiles, ['mail']);
});
