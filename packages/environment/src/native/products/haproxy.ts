import { LOOPBACK, rewriteText } from '../rewrite.ts';
import type { RewriteScope } from '../rewrite.ts';
import { optionValue } from './options.ts';
import type { Product } from './product.ts';

const FOLDER = '/usr/local/etc/haproxy';
const BIND = /^(\s*bind\s+)(\S+)/gm;

export const haproxy: Product = {
  name: 'HAProxy',
  images: ['haproxy', 'haproxytech/haproxy-alpine', 'haproxytech/haproxy-debian'],
  programs: ['haproxy'],
  folders: ['/usr/sbin', '/usr/local/sbin'],
  versionArguments: ['-v'],
  versionPattern: /HAProxy version (\d[\d.]*)/,
  install: 'haproxy',
  plan: ({ args, commandText, configs: read }) => {
    const file = optionValue(commandText, '-f') ?? `${FOLDER}/haproxy.cfg`;
    const configs = read([FOLDER, file]);
    const texts = configs.files.flatMap(({ text }) => text ?? []);
    const ports = texts.flatMap((text) =>
      [...text.matchAll(BIND)].flatMap(([, , addresses = '']) => bindPorts(addresses)),
    );
    return {
      // -W and -db are for the foreground of a container; -db alone keeps the first process the server itself.
      before: ['-db'],
      args: (args ?? ['-f', file]).filter((word) => !['-W', '-db', '-D'].includes(word)),
      ports: [...new Set(ports)],
      configs,
      rewrite: rewriteHaproxy,
      stopSignal: 'SIGUSR1',
    };
  },
};

function bindPorts(addresses: string): number[] {
  return addresses.split(',').flatMap((address) => {
    const [, port] = /:(\d+)$/.exec(address) ?? [];
    return port === undefined ? [] : [Number(port)];
  });
}

function rewriteHaproxy(text: string, scope: RewriteScope): string {
  const bound = text
    // Rights and folders of the machine that only its administrator has.
    .replace(/^\s*(?:daemon|user|group|chroot|pidfile)\b.*$/gm, '')
    .replace(BIND, (_, bind: string, addresses: string) => {
      const own = addresses
        .split(',')
        .map((address) =>
          address.replace(
            /^.*:(\d+)$/,
            (_whole, port: string) => `${LOOPBACK}:${scope.ownPorts.get(Number(port)) ?? port}`,
          ),
        );
      return `${bind}${own.join(',')}`;
    });
  return rewriteText(bound, scope);
}
