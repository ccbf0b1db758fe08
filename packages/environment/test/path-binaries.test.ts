import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { connect } from 'node:net';
import { test } from 'node:test';

import type { StartedEnvironment } from '../src/index.ts';
import { without } from './installed.ts';
import { scratchEnvironment } from './scratch-project.ts';

/** Sends a text and answers with the first that comes back matching. */
async function talk(
  { host, port }: { host: string; port: number },
  request: string,
  until: RegExp,
): Promise<string> {
  const socket = connect({ host, port });
  socket.setTimeout(5000, () => socket.destroy(new Error(`no answer like ${until} to ${request}`)));
  let answer = '';
  socket.write(request);
  for await (const chunk of socket) {
    answer += String(chunk);
    if (until.test(answer)) break;
  }
  socket.destroy();
  return answer;
}

function redisCommand(
  started: StartedEnvironment,
  service: string,
  ...lines: string[]
): Promise<string> {
  return talk(started.address(service), `${lines.join('\r\n')}\r\nPING\r\n`, /PONG|NOAUTH/);
}

test(
  'redis: its command, its data folder, and a healthcheck that knows only the port of the container',
  { skip: without('redis-server') },
  async (t) => {
    const { environment, event } = scratchEnvironment(
      t,
      `
services:
  cache:
    image: docker.io/library/redis:7-alpine
    command: redis-server --appendonly yes --requirepass secret
    healthcheck: {test: [CMD, redis-cli, -a, secret, ping], interval: 1s}
    volumes: ['cache:/data']
  cache2:
    image: redis
    command: sh -c "redis-server --maxmemory 7mb"
    healthcheck: {test: redis-cli ping | grep PONG, interval: 1s}
  app:
    x-native: {command: [node, -e, 'setInterval(() => {}, 1000)']}
    environment: {REDIS_URL: 'redis://:secret@cache:6379/0', OTHER: 'redis://cache2'}
    depends_on: {cache: {condition: service_healthy}, cache2: {condition: service_healthy}}
volumes: {cache: {}}
`,
    );
    await using started = await environment.start();
    const { provider } = await event('service-starting', 'cache');
    assert.equal(provider.rung, 'path-binary');
    assert.equal(provider.product, 'Redis');
    assert.match(provider.version ?? '', /^7\./);
    assert.equal(provider.wanted, 'docker.io/library/redis:7-alpine');
    assert.match(await redisCommand(started, 'cache', 'SET a 1'), /NOAUTH/);
    assert.match(
      await redisCommand(
        started,
        'cache',
        'AUTH secret',
        'CONFIG GET appendonly',
        'CONFIG GET dir',
      ),
      /yes[^]*volumes\/cache/,
    );
    assert.match(await redisCommand(started, 'cache2', 'CONFIG GET maxmemory'), /7340032/);
    const { port } = started.address('cache');
    assert.notEqual(port, started.address('cache2').port);
    assert.equal(started.environmentOf('app')['REDIS_URL'], `redis://:secret@127.0.0.1:${port}/0`);
    assert.equal((await event('service-ready', 'cache')).by, 'healthcheck');
  },
);

test(
  'redis: a mounted configuration is used as a rewritten copy',
  { skip: without('redis-server') },
  async (t) => {
    const conf = 'port 7000\nmaxmemory 9mb\nreplicaof primary 6379\n';
    const { environment, folder } = scratchEnvironment(
      t,
      `
services:
  primary: {image: redis}
  replica:
    image: redis
    command: [redis-server, /usr/local/etc/redis/redis.conf]
    volumes: ['./redis.conf:/usr/local/etc/redis/redis.conf:ro']
`,
      { files: { 'redis.conf': conf } },
    );
    await using started = await environment.start();
    assert.match(await redisCommand(started, 'replica', 'CONFIG GET maxmemory'), /9437184/);
    assert.equal(started.address('replica', 7000).port, started.address('replica').port);
    const { port } = started.address('primary');
    assert.match(
      await redisCommand(started, 'replica', 'INFO replication'),
      new RegExp(`role:slave[^]*master_port:${port}`),
    );
    assert.equal(execFileSync('cat', [`${folder}/redis.conf`], { encoding: 'utf8' }), conf);
  },
);

test('nats: -js with its monitoring port', { skip: without('nats-server') }, async (t) => {
  const { environment } = scratchEnvironment(
    t,
    `
services:
  bus:
    image: nats:2-alpine
    command: ['-js', '-m', '8222']
    ports: ['4222', '8222']
    healthcheck: {test: ['CMD', 'wget', '--spider', '-q', 'http://localhost:8222/healthz'], interval: 1s}
`,
  );
  await using started = await environment.start();
  assert.match(await talk(started.address('bus', 4222), '', /INFO/), /"jetstream":true/);
  const { host, port } = started.address('bus', 8222);
  assert.equal((await fetch(`http://${host}:${port}/healthz`)).status, 200);
});

test(
  'mosquitto: a mounted configuration, its port rewritten; without one clients need no name',
  { skip: without('mosquitto', '/usr/sbin') },
  async (t) => {
    const { environment } = scratchEnvironment(
      t,
      `
services:
  mqtt:
    image: eclipse-mosquitto:2
    volumes: ['./mosquitto.conf:/mosquitto/config/mosquitto.conf', 'data:/mosquitto/data']
    ports: ['1883', '9001']
  plain: {image: 'eclipse-mosquitto:2.0', ports: ['1883']}
volumes: {data: {}}
`,
      {
        files: {
          'mosquitto.conf':
            'user mosquitto\npersistence true\npersistence_location /mosquitto/data/\nlistener 1883\nlistener 9001\nprotocol websockets\nallow_anonymous true\n',
        },
      },
    );
    await using started = await environment.start();
    const hello = Buffer.from('100f00044d5154540402003c0003736561', 'hex');
    for (const service of ['mqtt', 'plain']) {
      const answer = await talk(started.address(service, 1883), hello.toString('latin1'), /./s);
      assert.equal(Buffer.from(answer, 'latin1').toString('hex'), '20020000');
    }
  },
);

test(
  'memcached and etcd answer on ports of their own',
  { skip: without('memcached') || without('etcd') },
  async (t) => {
    const { environment } = scratchEnvironment(
      t,
      `
services:
  one: {image: 'memcached:1.6-alpine', command: [memcached, -m, '11']}
  two: {image: memcached, command: -m 12}
  store: {image: 'quay.io/coreos/etcd:v3.4.1', ports: ['2379']}
`,
    );
    await using started = await environment.start();
    assert.match(await talk(started.address('one'), 'stats\r\n', /END/), /limit_maxbytes 11534336/);
    assert.match(await talk(started.address('two'), 'stats\r\n', /END/), /limit_maxbytes 12582912/);
    const { host, port } = started.address('store', 2379);
    assert.match(await (await fetch(`http://${host}:${port}/health`)).text(), /true/);
  },
);

test(
  'valkey: Redis stands for it where there is no Valkey, and is stamped so',
  { skip: without('redis-server') },
  async (t) => {
    const { environment, event } = scratchEnvironment(
      t,
      `services: {cache: {image: 'valkey/valkey:8', command: valkey-server --maxmemory 5mb}}`,
    );
    await using started = await environment.start();
    const { provider } = await event('service-starting');
    if (provider.product !== 'Valkey') {
      assert.deepEqual(
        [provider.rung, provider.product],
        ['emulator', 'Redis (in place of Valkey)'],
      );
    }
    assert.match(await redisCommand(started, 'cache', 'CONFIG GET maxmemory'), /5242880/);
  },
);
