import assert from 'node:assert/strict';
import { test } from 'node:test';

import { trialProject } from '../support/trial-project.ts';

test('sql steps speak to a real PostgreSQL server that the trial has booted', async (t) => {
  const project = trialProject(t, {
    '.session/config.json': '{}',
    'compose.yaml': [
      'services:',
      '  db:',
      '    image: postgres:18',
      '    environment: { POSTGRES_PASSWORD: harbour-secret, POSTGRES_DB: harbour }',
    ].join('\n'),
    '.session/specs/berths.md': [
      '# Berths',
      '',
      '### S-1 A berth is given once',
      '',
      '```yaml scenario',
      'steps:',
      '  - sql: db',
      '    query: create table berth (id text primary key, ship text not null, since timestamptz default now())',
      '  - sql: db',
      '    query: insert into berth (id, ship) values ($1, $2) returning id',
      '    parameters: [b-7, Vasa]',
      '    expect: [{ id: b-7 }]',
      '    capture: { berth: "$[0].id" }',
      '  - sql: db',
      '    query: select count(*)::int as n, max(ship) as ship from berth where id = $1',
      '    parameters: ["${berth}"]',
      '    expect: [{ n: 1, ship: Vasa }]',
      '```',
      '',
      '### S-2 A second ship is refused by the database',
      '',
      '```yaml scenario',
      'steps:',
      '  - sql: db',
      "    query: insert into berth (id, ship) values ('b-7', 'Mary Rose')",
      '```',
    ].join('\n'),
  });
  const { exitCode, stdout } = await project.seatrial(['run']);
  const { checks, environment } = project.record();
  assert.deepEqual(
    checks.map(({ id, outcome }) => [id, outcome]),
    [
      ['S-1', 'passed'],
      ['S-2', 'failed'],
    ],
    stdout,
  );
  assert.match(checks[1]?.failure?.seen ?? '', /duplicate key/);
  assert.equal(environment?.services[0]?.rung, 'npm-binary');
  assert.equal(exitCode, 1);
  assert.doesNotMatch(JSON.stringify(project.record()), /harbour-secret/);
});
