import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { CHECK, get, SERVICE } from './fixture-service.ts';
import { without } from './installed.ts';
import { scratchEnvironment } from './scratch-project.ts';

/** A service that the server in front names in its configuration only. */
const API = `{${SERVICE.slice(0, -1)}}, environment: {NAME: api, PORT: '3000'}}`;

test(
  'nginx: a mounted site, an upstream with the name of a service, IPv6, static files; the file of the user stays',
  { skip: without('nginx', '/usr/sbin') },
  async (t) => {
    const conf = `
upstream api {
  server api:3000;
}
server {
  listen 80 default_server;
  listen [::]:80;
  server_name _;
  access_log /var/log/nginx/access.log;
  root /usr/share/nginx/html;
  location /api/ { proxy_pass http://api/; }
  location /direct/ { proxy_pass http://api:3000/; }
}
`;
    const { environment, folder, event } = scratchEnvironment(
      t,
      `
services:
  front:
    image: nginx:1-alpine
    volumes: ['./default.conf:/etc/nginx/conf.d/default.conf:ro', './public:/usr/share/nginx/html:ro']
    healthcheck: {test: curl -f http://localhost/ || exit 1, interval: 1s}
  api: ${API}
`,
      { files: { 'default.conf': conf, 'public/index.html': 'welcome', 'public/a.css': 'b {}' } },
    );
    await using started = await environment.start();
    assert.equal(await get(started, 'front', '/'), 'welcome');
    assert.equal(await get(started, 'front', '/api/health'), 'healthy');
    assert.equal(await get(started, 'front', '/direct/health'), 'healthy');
    const { host, port } = started.address('front', 80);
    const style = await fetch(`http://${host}:${port}/a.css`);
    assert.equal(style.headers.get('content-type'), 'text/css');
    assert.equal((await event('service-starting', 'front')).provider.product, 'nginx');
    assert.equal(readFileSync(join(folder, 'default.conf'), 'utf8'), conf);
    assert.match(started.logTail('front').join('\n'), /GET \/a\.css/);
  },
);

test(
  'nginx: a whole nginx.conf, and templates that are filled with variables',
  { skip: without('nginx', '/usr/sbin') },
  async (t) => {
    const { environment } = scratchEnvironment(
      t,
      `
services:
  whole:
    image: nginx
    command: [nginx, -g, daemon off;]
    volumes: ['./nginx.conf:/etc/nginx/nginx.conf']
  filled:
    image: nginxinc/nginx-unprivileged:1
    environment: {API_HOST: api, API_PORT: '3000', LISTEN: '8081'}
    volumes: ['./templates:/etc/nginx/templates']
    ports: ['8081']
  api: ${API}
`,
      {
        files: {
          'nginx.conf':
            'user nginx;\npid /var/run/nginx.pid;\nevents { }\nhttp {\n  include mime.types;\n  server { listen 8080; location / { proxy_pass http://api:3000; } }\n}\n',
          'templates/site.conf.template':
            'server { listen ${LISTEN}; location / { proxy_set_header Host $host; proxy_pass http://${API_HOST}:${API_PORT}; } }\n',
        },
      },
    );
    await using started = await environment.start();
    assert.equal(await get(started, 'whole', '/health'), 'healthy');
    assert.equal(await get(started, 'filled', '/health'), 'healthy');
  },
);

test(
  'a Dockerfile that only adds to the image of a known server runs on that server',
  { skip: without('nginx', '/usr/sbin') },
  async (t) => {
    const { environment, event } = scratchEnvironment(
      t,
      `services: {site: {build: ., ports: ['80']}}`,
      {
        files: {
          Dockerfile:
            'FROM node:24 AS build\nWORKDIR /app\nCOPY . .\nRUN npm run build\n\nFROM nginx:1-alpine\nCOPY site.conf /etc/nginx/conf.d/default.conf\nCOPY public /usr/share/nginx/html\n',
          'site.conf': 'server { listen 80; root /usr/share/nginx/html; }\n',
          'public/index.html': 'built',
        },
      },
    );
    await using started = await environment.start();
    assert.equal(await get(started, 'site', '/'), 'built');
    const { provider } = await event('service-starting', 'site');
    assert.deepEqual([provider.product, provider.wanted], ['nginx', 'nginx:1-alpine']);
  },
);

test(
  'haproxy: its configuration names services',
  { skip: without('haproxy', '/usr/sbin') },
  async (t) => {
    const { environment } = scratchEnvironment(
      t,
      `
services:
  front:
    image: haproxy:2-alpine
    volumes: ['./haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro']
    healthcheck: {test: ${CHECK(80)}, interval: 3s}
  api: ${API}
`,
      {
        files: {
          'haproxy.cfg':
            'global\n  daemon\n  user haproxy\ndefaults\n  mode http\n  timeout connect 1s\n  timeout client 5s\n  timeout server 5s\nfrontend web\n  bind *:80\n  default_backend apis\nbackend apis\n  server one api:3000 check\n',
        },
      },
    );
    await using started = await environment.start();
    assert.equal(await get(started, 'front', '/health'), 'healthy');
  },
);

test('caddy: its Caddyfile names services', { skip: without('caddy') }, async (t) => {
  const { environment } = scratchEnvironment(
    t,
    `
services:
  front: {image: 'caddy:2', volumes: ['./Caddyfile:/etc/caddy/Caddyfile']}
  other: {image: 'caddy:2', volumes: ['./Other:/etc/caddy/Caddyfile'], ports: ['8080']}
  api: ${API}
`,
    {
      files: {
        Caddyfile: ':80\n\nreverse_proxy api:3000\n',
        Other: '{\n  auto_https off\n}\n:8080 {\n  reverse_proxy /health http://api:3000\n}\n',
      },
    },
  );
  await using started = await environment.start();
  assert.equal(await get(started, 'front', '/health'), 'healthy');
  assert.equal(await get(started, 'other', '/health'), 'healthy');
});
