import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { formatDiagnostic, SeatrialError } from '../../src/evidence/index.ts';
import { lintProject, openProject, readProject } from '../../src/project/index.ts';
import { projectFolder } from './project-folder.ts';

test('B-CFG-07 a project is found from a folder inside it', async () => {
  await using folder = await projectFolder({ 'src/deep/x.txt': '' });
  const project = await openProject(join(folder.root, 'src/deep'));
  assert.equal(project.root, folder.root);
  assert.deepEqual(project.diagnostics, []);
  assert.equal(project.config.trial.timeoutMs, 600_000);
});

test('B-CFG-07 outside a project it says so and what to do, and uses no defaults', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'seatrial-outside-'));
  try {
    await assert.rejects(openProject(outside), (error: unknown) => {
      assert.ok(error instanceof SeatrialError);
      assert.equal(error.code, 'PROJECT_NOT_FOUND');
      assert.match(error.hint ?? '', /seatrial init/);
      return true;
    });
  } finally {
    await rm(outside, { recursive: true });
  }
});

test('B-CFG-06 a changed config is seen by the next reading', async () => {
  await using folder = await projectFolder({ '.session/config.json': { trial: { retries: 1 } } });
  assert.equal((await readProject(folder.root)).config.trial.retries, 1);
  await folder.write('.session/config.json', { trial: { retries: 2 } });
  assert.equal((await readProject(folder.root)).config.trial.retries, 2);
});

test('the Compose file is the one of trial, else the older key, else a usual name', async () => {
  await using folder = await projectFolder();
  const found = async (): Promise<string> => {
    const { composeFiles } = await readProject(folder.root);
    return composeFiles.map((file) => file.slice(folder.root.length + 1)).join(' + ');
  };
  assert.equal(await found(), '');
  await folder.write('docker-compose.yml', '');
  assert.equal(await found(), 'docker-compose.yml');
  await folder.write('compose.yaml', '');
  assert.equal(await found(), 'compose.yaml');
  await folder.write('compose.override.yaml', '');
  assert.equal(await found(), 'compose.yaml + compose.override.yaml');
  await folder.write('.session/config.json', {
    integration_tests: { docker_compose_file: 'it.yml' },
  });
  assert.equal(await found(), 'compose.yaml + compose.override.yaml');
  await folder.write('it.yml', '');
  assert.equal(await found(), 'it.yml');
  await folder.write('.session/config.json', { trial: { compose_file: 'ours.yml' } });
  await folder.write('ours.yml', '');
  assert.equal(await found(), 'ours.yml');
  await folder.write('.session/config.json', { trial: { compose_file: ['ours.yml', 'it.yml'] } });
  assert.equal(await found(), 'ours.yml + it.yml');
});

test('G-5.5.2-15 each overlay that is missing is an error at its place, and nothing is read without it', async () => {
  await using folder = await projectFolder({
    'compose.yaml': '',
    '.session/config.json':
      '{\n  "trial": {\n    "compose_file": ["compose.yaml",\n      "gone.yaml"]\n  }\n}',
  });
  const { composeFiles, diagnostics } = await readProject(folder.root);
  assert.deepEqual(composeFiles, []);
  assert.deepEqual(
    diagnostics.map(({ code, line, column }) => [code, line, column]),
    [['CONFIG_COMPOSE_FILE_MISSING', 4, 7]],
  );
});

test('files and folders that the config names and nobody wrote are errors', async () => {
  await using folder = await projectFolder({
    '.session/config.json':
      '{\n  "trial": {\n    "compose_file": "none.yml",\n    "suites": [{ "name": "a", "runner": "jest", "directory": "gone" }]\n  }\n}',
  });
  const { diagnostics } = await readProject(folder.root);
  assert.deepEqual(
    diagnostics.map(({ code, line, column }) => [code, line, column]),
    [
      ['CONFIG_COMPOSE_FILE_MISSING', 3, 21],
      ['CONFIG_SUITE_DIRECTORY', 4, 16],
    ],
  );
});

test('unknown keys and older names are warnings, only when asked for', async () => {
  await using folder = await projectFolder({
    '.session/config.json': `{
  "trial": { "retrys": 1 },
  "quality_gates": { "lint": { "required": true }, "custom_validations": { "rules": [{ "any": 1 }] } }
}`,
  });
  const project = await readProject(folder.root);
  assert.deepEqual(project.diagnostics, []);
  assert.deepEqual(lintProject(project).map(formatDiagnostic), [
    '.session/config.json:2:14: warning CONFIG_UNKNOWN_KEY: nothing reads trial.retrys\n' +
      '  did you mean "retries"? known: compose_file, profiles, driver, timeout_seconds, check_timeout_seconds, startup_timeout_seconds, retries, fixtures, reset, suites',
    '.session/config.json:3:22: warning CONFIG_ALIAS: quality_gates.lint is an older name\n' +
      '  write quality_gates.linting',
  ]);
});

test('a config that is there and cannot be read is an error, not defaults', async () => {
  await using folder = await projectFolder({ '.session/config.json/inside.txt': '' });
  await assert.rejects(readProject(folder.root), (error: unknown) => {
    assert.ok(error instanceof SeatrialError);
    assert.equal(error.code, 'INPUT_INVALID');
    assert.match(error.message, /config\.json cannot be read/);
    return true;
  });
});
