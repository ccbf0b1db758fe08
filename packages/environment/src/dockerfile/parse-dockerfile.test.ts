import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ParsedDockerfile } from './docker-image.ts';
import { parseDockerfile } from './parse-dockerfile.ts';

const FOLDERS = new Set(['/repo', '/repo/src', '/repo/dist']);

function parse(
  text: string,
  options: { target?: string; args?: ReadonlyMap<string, string> } = {},
): ParsedDockerfile {
  return parseDockerfile(text, {
    file: '/repo/Dockerfile',
    context: '/repo',
    isDirectory: (path) => FOLDERS.has(path.replace(/\/$/, '')),
    ...options,
  });
}

test('the final stage says how to run: ENV, ARG, WORKDIR, EXPOSE, COPY, ENTRYPOINT, CMD', () => {
  const { image, diagnostics } = parse(
    `# syntax=docker/dockerfile:1
ARG NODE=24
FROM node:\${NODE}-slim AS build
WORKDIR /build
COPY . .
RUN npm ci \\
  # a comment inside
  && npm run build

FROM node:$NODE AS run
ARG PORT=5000
ARG MODE
ENV PORT=$PORT MODE="the \${MODE:-default} mode" QUOTED='$PORT'
ENV LEGACY some words here
WORKDIR /srv
WORKDIR app
COPY package.json ./
COPY --chown=node src ./src
COPY --from=build /build/dist ./dist
EXPOSE $PORT 9229/tcp 53/udp 6000-6001
VOLUME ["/data"]
STOPSIGNAL SIGINT
HEALTHCHECK --interval=2s --retries=4 CMD ["node", "check.js"]
ENTRYPOINT ["node"]
CMD ["--enable-source-maps", "src/main.js"]
`,
    { args: new Map([['NODE', '24.1']]) },
  );
  assert.deepEqual(diagnostics, []);
  assert.equal(image?.base, 'node:24.1');
  assert.equal(image.workingDirectory, '/srv/app');
  assert.deepEqual(Object.fromEntries(image.environment), {
    PORT: '5000',
    MODE: 'the default mode',
    QUOTED: '$PORT',
    LEGACY: 'some words here',
  });
  assert.deepEqual(image.ports, [5000, 9229, 6000, 6001]);
  assert.deepEqual(image.copies, [
    { container: '/srv/app/package.json', host: '/repo/package.json' },
    { container: '/srv/app/src', host: '/repo/src' },
    { container: '/srv/app/dist', host: '/repo/dist' },
  ]);
  assert.deepEqual(image.entrypoint, { form: 'exec', command: ['node'] });
  assert.deepEqual(image.command, {
    form: 'exec',
    command: ['--enable-source-maps', 'src/main.js'],
  });
  assert.deepEqual(image.volumes, ['/data']);
  assert.equal(image.stopSignal, 'SIGINT');
  assert.deepEqual(image.healthcheck?.test, { form: 'exec', command: ['node', 'check.js'] });
  assert.equal(image.healthcheck.intervalMs, 2000);
  assert.equal(image.healthcheck.retries, 4);
});

test('a stage takes over the stage it starts from, and a target chooses one', () => {
  const text = `FROM alpine AS base
ENV A=1
CMD echo base
FROM base AS middle
ENV B=2
FROM middle
ENTRYPOINT ["tini"]
`;
  const last = parse(text).image;
  assert.deepEqual(Object.fromEntries(last?.environment ?? []), { A: '1', B: '2' });
  assert.equal(last?.base, 'alpine');
  assert.equal(last.command, undefined, 'a new ENTRYPOINT forgets the CMD it inherited');
  assert.deepEqual(parse(text, { target: 'middle' }).image?.command, {
    form: 'shell',
    script: 'echo base',
  });
  assert.match(parse(text, { target: 'nope' }).diagnostics[0]?.hint ?? '', /base, middle/);
});

test('RUN with a heredoc is passed over, COPY of one is refused with its line', () => {
  const run = parse('FROM a\nRUN <<EOF\nCMD not an instruction\nEOF\nCMD ["x"]\n');
  assert.deepEqual(run.diagnostics, []);
  assert.deepEqual(run.image?.command, { form: 'exec', command: ['x'] });
  const copy = parse('FROM a\n\nCOPY <<EOF /x\nhello\nEOF\nCMD x\n');
  assert.deepEqual(
    copy.diagnostics.map(({ code, line }) => [code, line]),
    [['DOCKERFILE_HEREDOC', 3]],
  );
  assert.equal(copy.image, undefined);
});

for (const [what, text, line, message] of [
  ['an unknown instruction', 'FROM a\nWORKDIRR /x\n', 2, 'unknown instruction WORKDIRR'],
  ['an instruction before FROM', 'CMD x\nFROM a\n', 1, 'CMD before the first FROM'],
  ['no FROM', '# nothing\n', 1, 'the Dockerfile has no FROM'],
  ['a bad port', 'FROM a\nEXPOSE http\n', 2, 'cannot read EXPOSE'],
  ['a bad ENV', 'FROM a\nENV X\n', 2, 'cannot read ENV'],
  [
    'a bad healthcheck',
    'FROM a\nHEALTHCHECK curl x\n',
    2,
    'cannot read HEALTHCHECK; expected CMD … or NONE',
  ],
] as const) {
  test(`a Dockerfile with ${what} is refused with its line`, () => {
    const { diagnostics, image } = parse(text);
    assert.equal(image, undefined);
    assert.deepEqual([diagnostics[0]?.line, diagnostics[0]?.message], [line, message]);
  });
}

test('a list with a fault is taken for a script, as Docker does', () => {
  assert.deepEqual(parse("FROM a\nCMD ['node', 'x']\n").image?.command, {
    form: 'shell',
    script: "['node', 'x']",
  });
});
