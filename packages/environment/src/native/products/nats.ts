import { dirname } from 'node:path';

import { rewriteText } from '../rewrite.ts';
import type { RewriteScope } from '../rewrite.ts';
import { found, hasOption, optionValue, wordsIf } from './options.ts';
import type { Product, ProductPlan, ProductRequest } from './product.ts';

const CLIENT_PORT = '4222';
const MONITOR_PORT = '8222';
const PORT_LINE = /^\s*(?:port|listen)\s*[:=]\s*"?(?:[\w.]*:)?(\d+)/m;
const MONITOR_LINE = /^\s*(?:http_port|monitor_port|http)\s*[:=]\s*"?(?:[\w.]*:)?(\d+)/m;

export const nats: Product = {
  name: 'NATS',
  images: ['nats', 'bitnami/nats', 'bitnamilegacy/nats'],
  programs: ['nats-server'],
  versionArguments: ['--version'],
  versionPattern: /nats-server: v(\d[\d.]*)/,
  install: 'nats-server',
  plan: planNats,
};

function planNats({ args, commandText, configs: read }: ProductRequest): ProductPlan {
  const file = optionValue(commandText, '-c', '--config');
  const configs = read(file === undefined ? [] : [dirname(file)]);
  const config = (file === undefined ? undefined : configs.text(file)) ?? '';
  const port = optionValue(commandText, '-p', '--port');
  const monitor = optionValue(commandText, '-m', '--http_port');
  const ownPort = port ?? found(PORT_LINE, config) ?? CLIENT_PORT;
  // The image's own configuration opens the monitoring port; a command of the user's replaces it.
  const preset = args === undefined ? MONITOR_PORT : '';
  const ownMonitor = monitor ?? found(MONITOR_LINE, config) ?? preset;
  const hasStore =
    hasOption(commandText, '-sd', '--store_dir', '-store_dir') || /store_dir/.test(config);
  return {
    // The long name says that a port follows.
    args: (args ?? []).map((word) => (word === '-m' ? '--http_port' : word)),
    after: [
      '-a',
      '127.0.0.1',
      ...wordsIf(port === undefined, '-p', ownPort),
      ...wordsIf(monitor === undefined && ownMonitor !== '', '--http_port', ownMonitor),
      ...wordsIf(!hasStore, '-sd', '/data'),
    ],
    ports: [ownPort, ownMonitor].filter((one) => one !== '').map(Number),
    volumes: ['/data'],
    configs,
    rewrite: rewriteNats,
  };
}

function rewriteNats(text: string, scope: RewriteScope): string {
  const told = text.replace(
    /^(\s*(?:port|http_port|monitor_port)\s*[:=]\s*)(\d+)/gm,
    (_, before: string, own: string) => `${before}${scope.ownPorts.get(Number(own)) ?? own}`,
  );
  return rewriteText(told, scope);
}
