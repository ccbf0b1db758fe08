import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { EnvironmentError, formatDiagnostic, readComposeFile } from '../src/index.ts';
import { scratchFolder } from './scratch-project.ts';

const RUN = 'x-native: {command: [node]}';

interface Row {
  readonly what: string;
  readonly text: string;
  /** Lines that the error consists of, without the folder. */
  readonly says: readonly string[];
  readonly code?: string;
  readonly files?: Readonly<Record<string, string>>;
}

const ROWS: readonly Row[] = [
  {
    what: 'YAML that cannot be read',
    text: 'services:\n  web:\n    image: "x\n',
    says: ['compose.yaml:4:1: not valid YAML: Missing closing "quote'],
  },
  {
    what: 'a tab as indentation',
    text: 'services:\n\tweb:\n',
    says: ['compose.yaml:2:1: not valid YAML: Tabs are not allowed as indentation'],
  },
  {
    what: 'a key twice',
    text: 'services:\n  web: {image: a}\n  web: {image: b}\n',
    says: ['compose.yaml:3:3: key "web" stands twice in a mapping; got the first one in line 2'],
  },
  {
    what: 'an empty file',
    text: '',
    says: ['compose.yaml:1:1: cannot read the Compose file; expected a mapping, got nothing'],
  },
  {
    what: 'no services (B-RUN-25)',
    text: 'name: x\n',
    says: ['compose.yaml:1:1: the file has no services; expected services: …'],
  },
  {
    what: 'an unknown key of a service',
    text: `services:\n  web:\n    ${RUN}\n    enviroment: {A: b}\n`,
    says: [
      'compose.yaml:4:5: unknown key "enviroment" in services.web (did you mean "environment"?)',
    ],
  },
  {
    what: 'an unknown key of a healthcheck',
    text: `services:\n  web:\n    ${RUN}\n    healthcheck:\n      test: [NONE]\n      intervall: 1s\n`,
    says: [
      'compose.yaml:6:7: unknown key "intervall" in services.web.healthcheck (did you mean "interval"?)',
    ],
  },
  {
    what: 'an unknown key of the file',
    text: `service:\n  web: {${RUN}}\n`,
    says: [
      'compose.yaml:1:1: unknown key "service" in the Compose file (did you mean "services"?)',
    ],
  },
  {
    what: 'a dependency that does not exist',
    text: `services:\n  web:\n    ${RUN}\n    depends_on:\n      - databse\n  database: {${RUN}}\n`,
    says: [
      'compose.yaml:5:9: service "web" depends on undefined service "databse" (did you mean "database"?)',
    ],
  },
  {
    what: 'a cycle',
    code: 'DEPENDENCY_CYCLE',
    text: `services:\n  a: {${RUN}, depends_on: [b]}\n  b: {${RUN}, depends_on: [c]}\n  c: {${RUN}, depends_on: [a]}\n`,
    says: [
      'compose.yaml:2:49: services wait for each other: a -> b -> c -> a (take one of these depends_on away)',
    ],
  },
  {
    what: 'a service that waits for itself',
    code: 'DEPENDENCY_CYCLE',
    text: `services:\n  a: {${RUN}, depends_on: [a]}\n`,
    says: [
      'compose.yaml:2:49: services wait for each other: a -> a (take one of these depends_on away)',
    ],
  },
  {
    what: 'an unknown condition',
    text: `services:\n  a: {${RUN}}\n  b:\n    ${RUN}\n    depends_on:\n      a:\n        condition: service_healty\n`,
    says: [
      'compose.yaml:7:20: unknown condition in services.b.depends_on.a; expected service_started, service_healthy, service_completed_successfully, got "service_healty" (did you mean "service_healthy"?)',
    ],
  },
  {
    what: 'a port beyond the last one',
    text: `services:\n  web:\n    ${RUN}\n    ports:\n      - "70000:80"\n`,
    says: [
      'compose.yaml:5:9: services.web.ports is not a port; expected a number from 1 to 65535, got "70000"',
    ],
  },
  {
    what: 'a port that is none',
    text: `services:\n  web:\n    ${RUN}\n    ports: [http]\n`,
    says: [
      'compose.yaml:4:13: services.web.ports is not a port; expected a number from 1 to 65535, got "http"',
    ],
  },
  {
    what: 'ports that are no list',
    text: `services:\n  web:\n    ${RUN}\n    ports: "80:80"\n`,
    says: [
      'compose.yaml:4:12: cannot read services.web.ports; expected a list such as ["8080:80"], got "80:80"',
    ],
  },
  {
    what: 'a bad duration',
    text: `services:\n  web:\n    ${RUN}\n    healthcheck: {test: x, interval: 10 sec}\n`,
    says: [
      'compose.yaml:4:38: cannot read services.web.healthcheck.interval; expected a duration such as 10s, 250ms or 1m30s, got "10 sec"',
    ],
  },
  {
    what: 'a healthcheck test of an unknown form',
    text: `services:\n  web:\n    ${RUN}\n    healthcheck:\n      test: [curl, localhost]\n`,
    says: [
      'compose.yaml:5:13: cannot read services.web.healthcheck.test; expected ["CMD", program, argument…], ["CMD-SHELL", script], ["NONE"] or a text, got ["curl","localhost"]',
    ],
  },
  {
    what: 'a required variable that is not set',
    text: `services:\n  web:\n    ${RUN}\n    environment:\n      KEY: \${API_KEY:?get one from the vault}\n`,
    says: [
      'compose.yaml:5:12: required variable API_KEY is not set: get one from the vault (set API_KEY in the environment or in .env)',
    ],
  },
  {
    what: 'an env file that does not exist',
    text: `services:\n  web:\n    ${RUN}\n    env_file: web.env\n`,
    says: [
      'compose.yaml:4:15: env file <folder>/web.env does not exist (create it, or write {path: …, required: false})',
    ],
  },
  {
    what: 'a line of an env file',
    text: `services:\n  web:\n    ${RUN}\n    env_file: web.env\n`,
    files: { 'web.env': 'A=1\n# fine\nnot a line\n' },
    says: ['web.env:3:1: cannot read "not a line"; expected KEY=value'],
  },
  {
    what: 'a volume that is not declared',
    text: `services:\n  web:\n    ${RUN}\n    volumes: ['data:/data']\n`,
    says: [
      'compose.yaml:4:15: undefined volume "data" (declare it under the top-level volumes, or write "./data" for a folder)',
    ],
  },
  {
    what: 'x-native without a command',
    text: `services:\n  web:\n    x-native: {cwd: .}\n`,
    says: [
      'compose.yaml:3:15: services.web.x-native has no command; expected command: [program, argument…] or a text for the shell',
    ],
  },
  {
    what: 'a service that is no mapping',
    text: `services:\n  web: nginx\n`,
    says: ['compose.yaml:2:8: cannot read services.web; expected a mapping, got "nginx"'],
  },
  {
    what: 'several faults at once',
    text: `services:\n  web:\n    ${RUN}\n    comand: x\n    ports: [5x0]\n`,
    says: [
      'compose.yaml:4:5: unknown key "comand" in services.web (did you mean "command"?)',
      'compose.yaml:5:13: services.web.ports is not a port; expected a number from 1 to 65535, got "5x0"',
    ],
  },
];

for (const { what, text, says, code = 'COMPOSE_INVALID', files } of ROWS) {
  test(`a Compose file with ${what} is refused with its place`, (t) => {
    const folder = scratchFolder(t, { 'compose.yaml': text, ...files });
    assert.throws(
      () => readComposeFile(join(folder, 'compose.yaml'), { env: {} }),
      (error) => {
        assert.ok(error instanceof EnvironmentError);
        const seen = error.diagnostics
          .filter(({ severity }) => severity === 'error')
          .map((found) =>
            formatDiagnostic(found).replace(`${folder}/`, '').replaceAll(folder, '<folder>'),
          );
        assert.equal(seen.length, says.length, seen.join('\n'));
        for (const [index, line] of says.entries()) {
          assert.ok(seen[index]?.startsWith(line), `${seen[index]}\nis not\n${line}`);
        }
        assert.equal(error.code, code);
        return true;
      },
    );
  });
}

test('keys that are understood and not applied natively are warnings with their place', (t) => {
  const folder = scratchFolder(t, {
    'compose.yaml': `services:\n  web:\n    ${RUN}\n    restart: always\n    environment: {A: $UNSET_HERE}\n`,
  });
  const { warnings, findings } = readComposeFile(join(folder, 'compose.yaml'), { env: {} });
  assert.deepEqual(
    warnings.map(({ code, line, column }) => [code, line, column]),
    [['COMPOSE_VARIABLE_UNSET', 5, 22]],
  );
  assert.deepEqual(
    findings.map(({ driver, service, diagnostic }) => [
      driver,
      service,
      diagnostic.code,
      diagnostic.line,
    ]),
    [['native', 'web', 'COMPOSE_KEY_NOT_APPLIED', 4]],
  );
});

test('what holds only in a container is said for each service, with its place', (t) => {
  const folder = scratchFolder(t, {
    'compose.yaml': `services:
  web:
    ${RUN}
    networks:
      inner:
        ipv4_address: 172.16.238.10
    volumes: ['shared:/shared', 'remote:/remote', 'own:/own']
    network_mode: none
    deploy: {replicas: 3, resources: {limits: {cpus: '1'}}}
    restart: 'no'
    privileged: false
  batch:
    build: {context: https://example.com/repository.git}
networks:
  inner: {internal: true}
volumes:
  shared: {external: true}
  remote: {driver_opts: {type: nfs}}
  own:
`,
  });
  const { findings } = readComposeFile(join(folder, 'compose.yaml'), { env: {} });
  assert.deepEqual(
    findings.map(({ service, diagnostic: { severity, line, message } }) => [
      service,
      severity,
      line,
      message.replace('services.', ''),
    ]),
    [
      ['web', 'warning', 8, 'web.network_mode is not applied natively'],
      ['web', 'warning', 5, 'web.networks: internal is not applied natively'],
      ['web', 'warning', 6, 'web.networks.inner.ipv4_address is not applied natively'],
      ['web', 'warning', 7, 'web.volumes: volume "shared" is not applied natively'],
      ['web', 'warning', 7, 'web.volumes: volume "remote" is not applied natively'],
      ['web', 'warning', 9, 'web.deploy.resources is not applied natively'],
      ['web', 'warning', 9, 'web.deploy.replicas is not applied natively'],
      [
        'batch',
        'error',
        13,
        'batch.build from https://example.com/repository.git cannot be applied without Docker',
      ],
    ],
  );
});
