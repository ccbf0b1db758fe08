import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';

import type { ComposeModel, ComposeService, ReadComposeOptions } from '../src/index.ts';
import { EnvironmentError, readComposeFile } from '../src/index.ts';
import { scratchFolder } from './scratch-project.ts';

type Files = Readonly<Record<string, string>>;

/** Reads the files whose names start with a letter and end with `.yaml` in the order in which they are given. */
function read(
  t: TestContext,
  files: Files,
  options: ReadComposeOptions = {},
): { model: ComposeModel; folder: string; service: (name: string) => ComposeService } {
  const folder = scratchFolder(t, files);
  const named = Object.keys(files).filter((name) => /^[a-z-]+\.yaml$/.test(name));
  const model = readComposeFile(
    named.map((name) => join(folder, name)),
    { env: {}, ...options },
  );
  const service = (name: string): ComposeService =>
    model.services.get(name) ?? assert.fail(`no service ${name}`);
  return { model, folder, service };
}

/** `file:line:column` from the folder on. */
function place(
  folder: string,
  { file, line, column }: { file: string; line: number; column: number },
): string {
  return `${file.replace(`${folder}/`, '')}:${line}:${column}`;
}

/** Two services that publish the same port under the same name, each with its profiles. */
function rivals(one: string, other: string): Files {
  return {
    'compose.yaml': `services:
  a: {image: x, ports: ["80:80"], container_name: web, profiles: [${one}]}
  b: {image: y, ports: ["80:81"], container_name: web, profiles: [${other}]}
`,
  };
}

function refusal(run: () => unknown): EnvironmentError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof EnvironmentError);
    return error;
  }
  return assert.fail('nothing was refused');
}

test('every value of merged files keeps its own place', (t) => {
  const { folder, service, model } = read(t, {
    'compose.yaml': `services:
  web:
    image: one
    ports: ["80:80"]
    depends_on: {db: {condition: service_started}}
    healthcheck: {test: x, interval: 1s}
  db: {image: db}
`,
    'over.yaml': `services:
  web:
    image: two
    ports:
      - "81:81"
    depends_on:
      cache:
        condition: service_healthy
  cache:
    image: cache
    healthcheck: {test: y}
`,
  });
  const web = service('web');
  assert.deepEqual(model.files, [join(folder, 'compose.yaml'), join(folder, 'over.yaml')]);
  assert.equal(web.image, 'two');
  assert.equal(place(folder, web.location), 'compose.yaml:2:3');
  assert.equal(place(folder, service('cache').location), 'over.yaml:9:3');
  assert.deepEqual(
    web.ports.map((port) => [port.target, place(folder, port.location)]),
    [
      [80, 'compose.yaml:4:13'],
      [81, 'over.yaml:5:9'],
    ],
  );
  assert.deepEqual(
    [...web.dependsOn].map(([name, { condition, location }]) => [
      name,
      condition,
      place(folder, location),
    ]),
    [
      ['db', 'service_started', 'compose.yaml:5:18'],
      ['cache', 'service_healthy', 'over.yaml:7:7'],
    ],
  );
});

test('an error in an overlay is said with the place in the overlay', (t) => {
  const { diagnostics } = refusal(() =>
    read(t, {
      'compose.yaml': 'services:\n  web:\n    image: one\n',
      'over.yaml': 'services:\n  web:\n    healthcheck:\n      test: x\n      interval: often\n',
    }),
  );
  const [{ file = '', line, column } = {}] = diagnostics;
  assert.ok(file.endsWith('/over.yaml'));
  assert.deepEqual([line, column], [5, 17]);
});

test('!reset takes away and !override replaces, also for the files in between', (t) => {
  const { service } = read(t, {
    'a.yaml':
      'services: {web: {image: x, ports: ["80:80"], environment: {A: a, B: b}, volumes: ["/a"], command: [one]}}\n',
    'b.yaml':
      'services: {web: {ports: !reset [], environment: !override {C: c}, volumes: !override ["/b"], command: !reset null}}\n',
    'c.yaml': 'services: {web: {ports: ["82:82"], environment: {D: d}, volumes: ["/c"]}}\n',
  });
  const { ports, environment, volumes, command } = service('web');
  assert.deepEqual(
    ports.map(({ target }) => target),
    [82],
  );
  assert.deepEqual(Object.fromEntries(environment), { C: 'c', D: 'd' });
  assert.deepEqual(
    volumes.map(({ target }) => target),
    ['/b', '/c'],
  );
  assert.equal(command, undefined);
});

test('values of different forms cannot be laid over each other, unless they replace', (t) => {
  const { diagnostics } = refusal(() =>
    read(t, {
      'compose.yaml': 'services: {web: {image: x, ports: ["80"]}}\n',
      'over.yaml': 'services: {web: {ports: {80: 80}}}\n',
    }),
  );
  assert.deepEqual(
    diagnostics.map(({ code, line, hint }) => [code, line, hint]),
    [['COMPOSE_MERGE', 1, 'write !override before the value to replace the other one']],
  );
});

test('relative paths start from the first file, those of extended and included files from their own', (t) => {
  const { service, folder, model } = read(t, {
    'compose.yaml': `include: [parts/db.yaml]
services:
  web:
    extends: {file: common/base.yaml, service: base}
    volumes: ["./own:/own"]
`,
    'common/base.yaml': `services:
  base:
    build: {context: ./image, dockerfile: Other}
    env_file: base.env
    volumes: ["./conf:/conf"]
    x-native: {command: [node]}
`,
    'common/base.env': 'FROM=common\n',
    'parts/db.yaml':
      'services: {db: {image: "db:${TAG}", volumes: ["./init:/init"], secrets: [pw]}}\nsecrets: {pw: {file: pw.txt}}\n',
    'parts/.env': 'TAG=9\n',
    'parts/pw.txt': 'x',
  });
  const web = service('web');
  const db = service('db');
  assert.deepEqual(
    web.volumes.map(({ source }) => source),
    [join(folder, 'common/conf'), join(folder, 'own')],
  );
  assert.equal(web.build?.dockerfile, join(folder, 'common/image/Other'));
  assert.equal(web.native?.cwd, join(folder, 'common'));
  assert.equal(web.environment.get('FROM'), 'common');
  assert.equal(db.image, 'db:9');
  assert.deepEqual(db.volumes[0]?.source, join(folder, 'parts/init'));
  assert.deepEqual(db.files[0]?.source, { form: 'file', path: join(folder, 'parts/pw.txt') });
  const sections = [...model.source.entries.keys()];
  assert.deepEqual(sections.toSorted(), ['secrets', 'services']);
});

test('what an extending service takes over keeps the place where it was written', (t) => {
  const { diagnostics } = refusal(() =>
    read(t, {
      'compose.yaml': 'services:\n  web:\n    extends: {file: base.yml, service: base}\n',
      'base.yml': 'services:\n  base:\n    image: x\n    stop_grace_period: soon\n',
    }),
  );
  const [{ file = '', line } = {}] = diagnostics;
  assert.ok(file.endsWith('/base.yml'));
  assert.equal(line, 4);
});

test('the source holds every key, merged and interpolated, for whoever runs the file', (t) => {
  const { model } = read(
    t,
    {
      'compose.yaml':
        'services: {web: {image: "x:${TAG}", cap_add: [NET_ADMIN], x-team: {a: 1}, gpus: all}}\nx-top: kept\n',
      'over.yaml': 'services: {web: {cap_add: [SYS_TIME], labels: [a=b]}}\n',
    },
    { env: { TAG: '7' } },
  );
  const services = model.source.entries.get('services')?.value;
  const web = services?.kind === 'map' ? services.entries.get('web')?.value : undefined;
  assert.ok(web?.kind === 'map');
  assert.deepEqual([...web.entries.keys()].toSorted(), [
    'cap_add',
    'gpus',
    'image',
    'labels',
    'x-team',
  ]);
  const caps = web.entries.get('cap_add')?.value;
  assert.deepEqual(
    caps?.kind === 'list' ? caps.items.map((item) => item.kind === 'scalar' && item.text) : [],
    ['NET_ADMIN', 'SYS_TIME'],
  );
  assert.ok(model.source.entries.has('x-top'));
  const severities = model.findings.map(({ driver, diagnostic }) => [driver, diagnostic.severity]);
  assert.deepEqual(severities, [
    ['native', 'warning'],
    ['native', 'error'],
  ]);
});

test('several documents in one file are laid over each other', (t) => {
  const { service } = read(t, {
    'compose.yaml':
      'services: {web: {image: one, environment: {A: a}}}\n---\nservices: {web: {image: two, environment: {B: b}}}\n',
  });
  assert.equal(service('web').image, 'two');
  assert.deepEqual(Object.fromEntries(service('web').environment), { A: 'a', B: 'b' });
});

test('commands: nothing is the image’s, empty is none', (t) => {
  const { service } = read(t, {
    'compose.yaml': `services:
  a: {image: x, command: , entrypoint: }
  b: {image: x, command: [], entrypoint: ""}
`,
  });
  assert.deepEqual([service('a').command, service('a').entrypoint], [undefined, undefined]);
  assert.deepEqual([service('b').command, service('b').entrypoint], [[], []]);
});

test('a healthcheck that gives only times asks what the image asks', (t) => {
  const { service } = read(t, {
    'compose.yaml': 'services: {a: {image: x, healthcheck: {interval: 2s, retries: 9}}}\n',
  });
  const { test: asked, intervalMs, timeoutMs } = service('a').healthcheck ?? {};
  assert.deepEqual(asked, { form: 'image', times: { intervalMs: 2000, retries: 9 } });
  assert.deepEqual([intervalMs, timeoutMs], [2000, 30_000]);
});

test('an env file of format raw is taken as it is', (t) => {
  const { service } = read(t, {
    'compose.yaml':
      'services: {a: {image: x, env_file: [{path: a.env, format: raw}, {path: none.env, required: false}]}}\n',
    'a.env': '# no\nA="quoted" $HOME # kept\nB=\n',
  });
  assert.deepEqual(Object.fromEntries(service('a').environment), {
    A: '"quoted" $HOME # kept',
    B: '',
  });
});

test('the project is called as the caller, the file or the folder says, and files may use its name', (t) => {
  const compose = {
    'compose.yaml':
      'name: My ${WHAT:-Shop}\nservices: {a: {image: x, container_name: "${COMPOSE_PROJECT_NAME}-a"}}\n',
  };
  const written = read(t, compose);
  assert.equal(written.model.name, 'myshop');
  assert.deepEqual(written.service('a').aliases, ['myshop-a']);
  const line = { 'compose.yaml': '{"name": "one-line", "services": {"a": {"image": "x"}}}' };
  assert.equal(read(t, line).model.name, 'one-line');
  const given = read(t, compose, { env: { COMPOSE_PROJECT_NAME: 'other' } });
  assert.equal(given.model.name, 'other');
  assert.deepEqual(given.service('a').aliases, ['other-a']);
});

test('a number that Docker reads differently than it is written is a warning with its place', (t) => {
  const { model, service } = read(t, {
    'compose.yaml': 'services:\n  a:\n    image: x\n    environment:\n      VERSION: 1.10\n',
  });
  assert.equal(service('a').environment.get('VERSION'), '1.1');
  assert.deepEqual(
    model.warnings.map(({ code, line, seen }) => [code, line, seen]),
    [['COMPOSE_NUMBER', 5, '1.10']],
  );
});

test('services of different profiles may want the same port, name and host', (t) => {
  assert.equal(read(t, rivals('prod', 'dev')).model.services.size, 2);
  const { diagnostics } = refusal(() => read(t, rivals('prod, ci', 'ci')));
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    ['COMPOSE_PORT_TWICE', 'COMPOSE_NAME_TWICE'],
  );
});
