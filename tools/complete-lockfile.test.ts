import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { completeLockfile } from './complete-lockfile.ts';

const lockfile = {
  name: 'harbour',
  lockfileVersion: 3,
  packages: {
    '': { devDependencies: { crane: '^1.0.0' } },
    'node_modules/@crane/linux-x64-gnu': { version: '1.2.3', optional: true },
    'node_modules/crane': {
      version: '1.2.3',
      dev: true,
      optionalDependencies: {
        '@crane/darwin-arm64': '1.2.3',
        '@crane/linux-x64-gnu': '1.2.3',
        '@crane/linux-x64-musl': '1.2.3',
        'crane-extras': '1.0.0',
        fsevents: '~2.3.3',
      },
    },
  },
};

test('names the platform packages that npm left out, with the platform each is for', () => {
  const text = completeLockfile(JSON.stringify(lockfile));
  const { packages } = JSON.parse(text) as typeof lockfile;
  assert.deepEqual(Object.keys(packages), [
    '',
    'node_modules/@crane/darwin-arm64',
    'node_modules/@crane/linux-x64-gnu',
    'node_modules/@crane/linux-x64-musl',
    'node_modules/crane',
  ]);
  const added = packages as Record<string, unknown>;
  assert.deepEqual(added['node_modules/@crane/darwin-arm64'], {
    version: '1.2.3',
    os: ['darwin'],
    cpu: ['arm64'],
    dev: true,
    optional: true,
  });
  assert.deepEqual(added['node_modules/@crane/linux-x64-musl'], {
    version: '1.2.3',
    os: ['linux'],
    cpu: ['x64'],
    libc: ['musl'],
    dev: true,
    optional: true,
  });
});

test('leaves a complete lock file as it is, to the byte', () => {
  const complete = completeLockfile(JSON.stringify(lockfile));
  assert.equal(completeLockfile(complete), complete);
});

test('the lock file of this repository is complete, so npm ci takes it on every platform', () => {
  const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
  assert.equal(completeLockfile(text) === text, true);
});
