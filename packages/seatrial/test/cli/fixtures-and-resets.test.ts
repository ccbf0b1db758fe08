import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { scenario } from '../support/small-project.ts';
import { trialProject } from '../support/trial-project.ts';

/** `web` keeps its data in a SQLite file; it says where it is by `x-sql`. */
const COMPOSE = `
services:
  web:
    x-native: { command: [node, web.mjs] }
    environment: { NAME: web, PORT: '5000' }
    ports: ['5000']
    x-sql: 'sqlite:shop.db'
`;

const count = (n: number): string =>
  `{ sql: web, query: 'select count(*) as n from goods', expect: [{ n: ${n} }] }`;
const INSERT = `{ sql: web, query: "insert into goods values ('pot')" }`;
const SCHEMA = "create table goods (name text);\ninsert into goods values ('tea');\n";

function projectOf(
  spec: string,
  files: Readonly<Record<string, string>> = {},
  trial: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, string>> {
  return {
    'compose.yaml': COMPOSE,
    '.session/config.json': JSON.stringify({ trial }, null, 2),
    '.session/specs/trial.md': spec,
    ...files,
  };
}

/** A block with keys of its own before the steps. */
function block(id: string, head: string, ...steps: readonly string[]): string {
  return scenario(id, ...steps).replace('\nsteps:', `\n${head}\nsteps:`);
}

const FIXTURES = `# Integration Test: Shop

## Environment Requirements

**Test Data Fixtures:**

- \`data/schema.sql\` (service web)
- Location: \`data\`
- Includes: more.json, schema.sql

## Test Scenarios
`;

describe('fixtures', { concurrency: 2 }, () => {
  test('of the config and of the spec are applied in order, each once, and are in the record (G-5.5.2-03)', async (t) => {
    const project = trialProject(
      t,
      projectOf(
        `${FIXTURES}\n${scenario('T-1', count(2))}`,
        {
          'data/schema.sql': SCHEMA,
          'data/more.json': '{"goods": [{"name": "cup"}]}',
          'seed/prepare.mjs': `import { appendFileSync } from 'node:fs';
appendFileSync('seen.txt', process.cwd() + ' ' + process.env.SEATRIAL_WEB_URL);`,
        },
        { fixtures: ['seed/prepare.mjs', { file: 'data/schema.sql', service: 'web' }] },
      ),
    );
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 0, stdout);
    const applied = project.record().environment?.fixtures ?? [];
    assert.deepEqual(
      applied.map(({ file, service }) => [file, service]),
      [
        ['seed/prepare.mjs', null],
        ['data/schema.sql', 'web'],
        ['data/more.json', 'web'],
      ],
    );
    assert.ok(applied.every(({ durationMs }) => durationMs > 0));
    assert.match(project.read('seen.txt'), new RegExp(`^${project.root} http://127.0.0.1:\\d+$`));
    assert.match(stdout, /fixture data\/schema\.sql for web/);
    assert.match(project.read('.session/runs/latest/report.html'), /data\/more\.json/);
  });

  test('of a spec whose checks are not chosen stay away', async (t) => {
    const project = trialProject(t, {
      ...projectOf(`${FIXTURES}\n${scenario('T-1', count(2))}`),
      '.session/specs/other.md': scenario('T-2', '{ http: GET web/ok }'),
    });
    const { exitCode, stdout } = await project.seatrial(['run', '--only', 'T-2']);
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual(project.record().environment?.fixtures, []);
  });

  test('that are missing end the trial with the line that lists them, and nothing was started (B-RUN-11)', async (t) => {
    const project = trialProject(
      t,
      projectOf(`${FIXTURES}\n${scenario('T-1', count(2))}`, { 'data/schema.sql': SCHEMA }),
    );
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 4, stdout);
    assert.match(stdout, /fixture "data\/more\.json" does not exist/);
    assert.match(stdout, /^ +at +\.session\/specs\/trial\.md:9:\d+$/m);
    assert.equal(project.record().environment?.failure?.code, 'FIXTURE_FAILED');
    assert.equal(
      project.events().some(({ type }) => type === 'service.started'),
      false,
    );
  });

  test('that are missing are a warning where the config says so', async (t) => {
    const project = trialProject(
      t,
      projectOf(
        `${FIXTURES}\n${scenario('T-1', count(1))}`,
        { 'data/schema.sql': SCHEMA },
        { fixtures: 'warn' },
      ),
    );
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 0, stdout);
    assert.match(stdout, /trial\.md:9:\d+: warning FIXTURE_FAILED: fixture "data\/more\.json"/);
  });

  test('that fail end the trial with their own line and what they printed', async (t) => {
    const project = trialProject(
      t,
      projectOf(
        scenario('T-1', count(1)),
        { 'seed.sh': '#!/bin/sh\necho counting the cups\nno_such_command\nexit 3\n' },
        { fixtures: { files: ['seed.sh'] } },
      ),
    );
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 4, stdout);
    assert.match(stdout, /fixture "seed\.sh" failed/);
    assert.match(stdout, /^ +at +seed\.sh:3:1$/m);
    const { failure } = project.record().environment ?? {};
    assert.equal(failure?.seen, 'it ended with exit code 3');
    assert.match(failure.detail ?? '', /counting the cups/);
    assert.equal(project.record().checks[0]?.outcome, 'skipped');
  });
});

describe('a reset', { concurrency: 2 }, () => {
  const seeded = { 'schema.sql': SCHEMA };

  test('before each scenario lets every one find what the fixtures left, in any order', async (t) => {
    const background = '```yaml background\nreset: true\n```\n';
    const spec = `# Shop\n\n${background}\n${[1, 2, 3].map((name) => scenario(`T-${name}`, count(1), INSERT, count(2))).join('\n')}`;
    const project = trialProject(t, projectOf(spec, seeded, { fixtures: ['schema.sql'] }));
    const { exitCode, stdout } = await project.seatrial(['run', '--shuffle']);
    assert.equal(exitCode, 0, stdout);
    for (const { attempts } of project.record().checks) {
      assert.deepEqual(
        attempts[0]?.resets.map(({ service, how }) => [service, how]),
        [['web', 'backup']],
      );
      assert.ok((attempts[0]?.resets[0]?.durationMs ?? 0) > 0);
    }
    assert.match(
      project.read('.session/runs/latest/report.html'),
      /Reset before it: web by backup in/,
    );
  });

  test('is what the scenario says, else its file, else the config', async (t) => {
    const first = `# One\n\n\`\`\`yaml background\nreset: false\n\`\`\`\n\n${scenario('T-1', INSERT, count(2))}
${scenario('T-2', count(2))}
${block('T-3', 'reset: [web]', count(1), INSERT)}`;
    const project = trialProject(t, {
      ...projectOf(first, seeded, { fixtures: ['schema.sql'], reset: true }),
      '.session/specs/zebra.md': scenario('T-4', count(1)),
    });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual(
      project.record().checks.map(({ id, attempts }) => [id, attempts[0]?.resets.length]),
      [
        ['T-1', 0],
        ['T-2', 0],
        ['T-3', 1],
        ['T-4', 1],
      ],
    );
  });

  test('starts a service again whose store is not known', async (t) => {
    const compose = COMPOSE.replace(/ +x-sql.*\n/, '');
    const spec = [1, 2].map((n) => block(`T-${n}`, 'reset: true', '{ http: GET web/ok }'));
    const project = trialProject(t, {
      ...projectOf(`# Shop\n\n${spec.join('\n')}`),
      'compose.yaml': compose,
    });
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual(
      project.record().checks.map(({ attempts }) => attempts[0]?.resets.map(({ how }) => how)),
      [['restart'], ['restart']],
    );
    const starts = project.events().filter(({ type }) => type === 'service.started');
    // When it came up, when its state was kept, and before each scenario.
    assert.equal(starts.length, 4);
  });

  test('comes before a repeat, too', async (t) => {
    const spec = block('T-1', 'reset: true', count(1), INSERT, count(1));
    const project = trialProject(
      t,
      projectOf(spec, seeded, { fixtures: ['schema.sql'], retries: 1 }),
    );
    await project.seatrial(['run']);
    const failures = project.record().checks[0]?.attempts.map(({ steps }) => steps.length);
    assert.deepEqual(failures, [3, 3]);
  });

  test('that fails makes the scenario an error: it is not run on what others left', async (t) => {
    const lock = `{ exec: "rm shop.db && mkdir shop.db" }`;
    const spec = `# Shop\n\n${scenario('T-1', lock)}\n${block('T-2', 'reset: [web]', '{ http: GET web/ok }')}`;
    const project = trialProject(t, projectOf(spec, seeded, { fixtures: ['schema.sql'] }));
    const { exitCode, stdout } = await project.seatrial(['run']);
    assert.equal(exitCode, 2, stdout);
    const [, check] = project.record().checks;
    assert.equal(check?.outcome, 'error');
    assert.match(
      check.failure?.message ?? '',
      /on a state nobody knows: service "web" cannot be reset/,
    );
    assert.equal(check.attempts[0]?.steps.length, 0);
  });

  test('of a service that is not there is refused before anything starts', async (t) => {
    const project = trialProject(
      t,
      projectOf(block('T-1', 'reset: [wbe]', '{ http: GET web/ok }')),
    );
    const { exitCode, stderr } = await project.seatrial(['run']);
    assert.equal(exitCode, 3, stderr);
    assert.match(stderr, /trial\.md:4:9: error PLAN_UNKNOWN_SERVICE/);
    assert.match(stderr, /did you mean "web"/);
  });
});
