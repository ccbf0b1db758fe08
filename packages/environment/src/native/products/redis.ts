import { dirname } from 'node:path';

import { rewriteText } from '../rewrite.ts';
import type { RewriteScope } from '../rewrite.ts';
import { found, hasOption, optionValue, wordsIf } from './options.ts';
import type { Product, ProductPlan, ProductRequest } from './product.ts';

const DEFAULT_PORT = '6379';
/** Variables of Bitnami's image; the official one has none. */
const VARIABLES = /^(?:REDIS|VALKEY)_/;

/** Redis and its fork Valkey, which are told the same way. */
function redisLike(own: {
  name: string;
  images: readonly string[];
  program: string;
  install: string;
  relative: string;
}): Product {
  const { name, images, program, install, relative } = own;
  return {
    name,
    images,
    programs: [program],
    versionArguments: ['--version'],
    versionPattern: new RegExp(`^${name} server v=(\\d[\\d.]*)`, 'm'),
    install,
    relative,
    variables: VARIABLES,
    plan: (request) => planRedis(request, program.replace('server', 'cli')),
  };
}

export const redis = redisLike({
  name: 'Redis',
  images: ['redis', 'bitnami/redis', 'bitnamilegacy/redis', 'cimg/redis'],
  program: 'redis-server',
  install: 'redis-server',
  relative: 'Valkey',
});

export const valkey = redisLike({
  name: 'Valkey',
  images: ['valkey/valkey', 'bitnami/valkey', 'bitnamilegacy/valkey'],
  program: 'valkey-server',
  install: 'valkey-server',
  relative: 'Redis',
});

function planRedis(request: ProductRequest, client: string): ProductPlan {
  const { commandText } = request;
  const file = found(/(?:^|[\s"'])(\/[^\s"']*\.conf)/, commandText);
  const configs = request.configs(file === undefined ? [] : [dirname(file)]);
  const config = (file === undefined ? undefined : configs.text(file)) ?? '';
  const given = optionValue(commandText, '--port');
  const port = given ?? found(/^\s*port\s+(\d+)/m, config) ?? DEFAULT_PORT;
  const password = bitnamiPassword(request);
  return {
    // Options behind a file overrule it.
    after: [
      ...wordsIf(given === undefined, '--port', port),
      '--bind',
      '127.0.0.1',
      '--daemonize',
      'no',
      '--logfile',
      '',
      ...wordsIf(!hasOption(commandText, '--dir') && !/^\s*dir\s/m.test(config), '--dir', '/data'),
      ...wordsIf(password !== '', '--requirepass', password),
    ],
    ports: [Number(port)],
    volumes: ['/data'],
    configs,
    rewrite: rewriteRedis,
    clients: { [client]: ['-p', port] },
    applied: password === '' ? [] : ['REDIS_PASSWORD', 'VALKEY_PASSWORD'],
  };
}

function bitnamiPassword({ image, environment }: ProductRequest): string {
  if (!image.repository.startsWith('bitnami')) return '';
  return environment.get('REDIS_PASSWORD') ?? environment.get('VALKEY_PASSWORD') ?? '';
}

/** `replicaof name port` has its own way to name a neighbour; other lines are as everywhere. */
function rewriteRedis(text: string, scope: RewriteScope): string {
  const lines = text.split('\n').map((line) => {
    const port = /^\s*port\s+(\d+)\s*$/.exec(line)?.[1];
    if (port !== undefined) return `port ${scope.ownPorts.get(Number(port)) ?? port}`;
    return rewriteText(line, scope);
  });
  return lines.join('\n');
}
