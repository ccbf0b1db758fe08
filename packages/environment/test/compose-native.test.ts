import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';

import { order, SERVICE, told } from './fixture-service.ts';
import { scratchEnvironment } from './scratch-project.ts';

const WEB = `${SERVICE}\n    ports: ['5000']`;

test('secrets and configs lie where the service is told, as long as it runs', async (t) => {
  const compose = `
services:
  web:
    ${WEB}
    environment:
      PORT: '5000'
      PASSWORD_FILE: /run/secrets/password
      TOKEN_FILE: /run/secrets/token
      SECRETS: /run/secrets
      SETTINGS: --config=/etc/web/settings.json
    secrets: [password, token]
    configs: [{source: settings, target: /etc/web/settings.json}, untold]
secrets:
  password: {file: ./password.txt}
  token: {environment: TOKEN}
configs:
  settings: {content: '{"price": "5$$"}'}
  untold: {content: x}
`;
  const files = { 'password.txt': 'from a file', '.env': 'TOKEN=from a variable' };
  const { environment, events } = scratchEnvironment(t, compose, { files });
  const started = await environment.start();
  const { env } = await told(started, 'web');
  const settings = env['SETTINGS']?.replace('--config=', '') ?? '';
  assert.equal(readFileSync(env['PASSWORD_FILE'] ?? '', 'utf8'), 'from a file');
  assert.equal(readFileSync(env['TOKEN_FILE'] ?? '', 'utf8'), 'from a variable');
  assert.equal(readFileSync(settings, 'utf8'), '{"price": "5$"}');
  assert.equal(env['SECRETS'], dirname(env['TOKEN_FILE'] ?? ''));
  const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.diagnostic] : []));
  assert.deepEqual(
    warnings.map(({ code, line }) => [code, line]),
    [['FILE_NOT_TOLD', 13]],
  );
  await environment.stop();
  assert.equal(existsSync(env['SECRETS'] ?? ''), false, 'secrets outlived the service');
});

test('a service that shares no network is not known by name', async (t) => {
  const compose = `
services:
  front:
    ${WEB}
    environment: {PORT: '5000', NEAR: 'http://middle:5000', FAR: 'http://back:5000'}
    networks: [outer]
  middle:
    ${WEB}
    environment: {PORT: '5000', FAR: 'http://back:5000'}
    networks: {outer: , inner: }
  back:
    ${WEB}
    environment: {PORT: '5000'}
    networks: [inner]
networks: {outer: , inner: {internal: true}}
`;
  const { environment } = scratchEnvironment(t, compose);
  const started = await environment.start();
  const back = `http://127.0.0.1:${started.address('back').port}`;
  const middle = `http://127.0.0.1:${started.address('middle').port}`;
  assert.deepEqual(
    [started.environmentOf('front')['NEAR'], started.environmentOf('front')['FAR']],
    [middle, 'http://back:5000'],
  );
  assert.equal(started.environmentOf('middle')['FAR'], back);
});

test('names of extra_hosts are their addresses', async (t) => {
  const compose = `
services:
  web:
    ${WEB}
    environment:
      PORT: '5000'
      BILLING: http://billing.test/pay
      GATEWAY: tcp://host.docker.internal:1234
      SIX: http://six:90
      BILLING_HOST: billing.test
    extra_hosts: ['billing.test:10.1.2.3', 'host.docker.internal=host-gateway', 'six=::1']
`;
  const started = await scratchEnvironment(t, compose).environment.start();
  const { PORT: _, ...variables } = started.environmentOf('web');
  assert.deepEqual(variables, {
    BILLING: 'http://10.1.2.3:80/pay',
    GATEWAY: 'tcp://127.0.0.1:1234',
    SIX: 'http://[::1]:90',
    BILLING_HOST: '10.1.2.3',
  });
});

test('naming a service switches its profiles on; no replicas, no service', async (t) => {
  const compose = `
services:
  web: {${WEB.replace('\n    ', ', ')}, environment: {PORT: '5000'}}
  tool:
    ${WEB}
    environment: {PORT: '5000'}
    profiles: [tools]
    depends_on: [helper, web, switched-off]
  helper: {${WEB.replace('\n    ', ', ')}, environment: {PORT: '5000'}, profiles: [tools]}
  other: {${WEB.replace('\n    ', ', ')}, environment: {PORT: '5000'}, profiles: [tools]}
  switched-off: {${WEB.replace('\n    ', ', ')}, scale: 0}
`;
  const { environment, events } = scratchEnvironment(t, compose, { services: ['tool'] });
  const started = await environment.start();
  assert.deepEqual([...started.services.keys()], ['web', 'tool', 'helper']);
  const ready = order(events).filter((step) => step.startsWith('service-ready'));
  assert.equal(ready.length, 3);
});

test('what only Docker can apply is not proven natively, and said with its place', async (t) => {
  const compose = `
services:
  web: {${WEB.replace('\n    ', ', ')}, environment: {PORT: '5000'}}
  model:
    build: .
    gpus: all
  own:
    ${WEB}
    environment: {PORT: '5000'}
    gpus: all
    privileged: false
    read_only: true
`;
  const { environment, events } = scratchEnvironment(t, compose);
  await environment.start();
  const left = events.filter((event) => event.type === 'service-not-proven');
  assert.deepEqual(
    left.map(({ service, reason }) => [service, reason]),
    [['model', 'services.model.gpus cannot be applied without Docker']],
  );
  const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.diagnostic] : []));
  assert.deepEqual(
    warnings.map(({ code, line }) => [code, line]),
    [
      ['COMPOSE_KEY_ONLY_DOCKER', 11],
      ['COMPOSE_KEY_NOT_APPLIED', 13],
    ],
  );
});

test('an env file that is missing fails only the start of the service that needs it', async (t) => {
  const compose = `
services:
  web: {${WEB.replace('\n    ', ', ')}, environment: {PORT: '5000'}}
  tool: {${SERVICE}, profiles: [tools], env_file: none.env}
`;
  const started = await scratchEnvironment(t, compose).environment.start();
  assert.deepEqual([...started.services.keys()], ['web']);
  const { environment } = scratchEnvironment(t, compose, { services: ['tool'] });
  await assert.rejects(environment.start(), {
    code: 'COMPOSE_INVALID',
    message: /compose\.yaml:4:\d+: env file .*none\.env does not exist/,
  });
});
