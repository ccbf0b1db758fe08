import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { scratchEnvironment } from './scratch-project.ts';

const PACKAGE = `@restatedev/restate-server-${process.platform}-${process.arch}`;

function missing(): false | string {
  try {
    createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`);
    return false;
  } catch {
    return `${PACKAGE} is not installed (81 MB, Business Source License)`;
  }
}

test(
  'restate: the real server from npm, with a volume for its data',
  { skip: missing() },
  async (t) => {
    const { environment, event } = scratchEnvironment(
      t,
      `
services:
  engine:
    image: docker.restate.dev/restatedev/restate:1
    ports: ['8080', '9070']
    volumes: ['engine:/restate-data']
    healthcheck: {test: [CMD, curl, -f, 'http://localhost:9070/health'], interval: 1s, retries: 15}
volumes: {engine: {}}
`,
    );
    await using started = await environment.start();
    const { provider } = await event('service-starting');
    assert.deepEqual([provider.rung, provider.product], ['npm-binary', 'Restate']);
    const { host, port } = started.address('engine', 8080);
    assert.equal((await fetch(`http://${host}:${port}/restate/health`)).status, 200);
  },
);
