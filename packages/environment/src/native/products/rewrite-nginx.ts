import { networkInterfaces } from 'node:os';
import { join } from 'node:path';

import { LOOPBACK, rewriteText } from '../rewrite.ts';
import type { RewriteScope } from '../rewrite.ts';

const LISTEN = /(?<=^|[\s;{])(listen\s+)(?:(\*|\[[^\]]*\]|[\d.]+|localhost):)?(\d+)\b([^;]*);/g;
/** Stands before names of upstreams while names of neighbours are rewritten. */
const PROTECTED = 'seatrial-upstream-';
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** What a configuration of nginx is rewritten by. */
export interface NginxRewriting {
  readonly scope: RewriteScope;
  /** All configuration files: an upstream may be defined in another one. */
  readonly texts: readonly string[];
  readonly isMain: boolean;
  readonly isRoot: boolean;
  readonly home: string;
}

/** Ports of all `listen` directives. */
export function listenPorts(text: string): number[] {
  return [...text.matchAll(LISTEN)].map(([, , , port]) => Number(port));
}

/** The texts with names of upstreams, where they stand for hosts, made into names that nobody has. */
export function protectUpstreams(texts: readonly string[]): string[] {
  const names = texts.flatMap((text) =>
    [...text.matchAll(/(?:^|\s)upstream\s+([\w.-]+)\s*\{/g)].map(([, name = '']) => name),
  );
  if (names.length === 0) return [...texts];
  const alternatives = names.map((name) => name.replaceAll('.', String.raw`\.`)).join('|');
  const pattern = new RegExp(`(?<=://|_pass\\s+)(${alternatives})(?=[/;\\s$])`, 'g');
  return texts.map((text) => text.replace(pattern, `${PROTECTED}$1`));
}

/** Rewrites ports, neighbours and paths, and keeps the server within its own folder. */
export function rewriteNginx(text: string, rewriting: NginxRewriting): string {
  const { scope, texts, isMain, isRoot, home } = rewriting;
  const [guarded = text] = protectUpstreams([text, ...texts]);
  const listening = guarded.replace(
    LISTEN,
    (...[, directive = '', address, port = '', options = '']: (string | undefined)[]) =>
      listen({ directive, address, options, port: scope.ownPorts.get(Number(port)) ?? port }),
  );
  const named = listening.replace(
    /(?<=(?:^|[\s{;])server\s+)([\w.-]+)(?=\s*;|\s+\w)/g,
    (name: string) => {
      const port = scope.neighbours.get(name)?.get(80);
      return port === undefined ? name : `${LOOPBACK}:${port}`;
    },
  );
  // As in the image, where the log files are links to the container's output.
  const logged = named
    .replaceAll('/var/log/nginx/access.log', '/dev/stdout')
    .replaceAll('/var/log/nginx/error.log', 'stderr');
  const told = rewriteText(logged, scope).replaceAll(PROTECTED, '');
  return isMain ? rewriteMain(told, { isRoot, home }) : told;
}

function listen(found: {
  directive: string;
  address: string | undefined;
  options: string;
  port: number | string;
}): string {
  const { directive, address = '', options, port } = found;
  if (!address.startsWith('[')) return `${directive}${LOOPBACK}:${port}${options};`;
  return hasIpv6() ? `${directive}[::1]:${port}${options};` : '';
}

function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === '::1'),
  );
}

function rewriteMain(text: string, { isRoot, home }: { isRoot: boolean; home: string }): string {
  const without = text.replace(/^[ \t]*(?:daemon|user|pid)\s[^;]*;/gm, '');
  const temporary = TEMPORARY.map((name) => `${name}_temp_path`)
    .filter((name) => !text.includes(name))
    .map((name) => `  ${name} ${join(home, name)};`);
  const log = text.includes('access_log') ? [] : ['  access_log /dev/stdout;'];
  const http = without.replace(/(^|\n)\s*http\s*\{/, (start) =>
    [start, ...log, ...temporary].join('\n'),
  );
  // Workers of another user could not reach the folders of this one.
  const user = isRoot ? 'user root;\n' : '';
  return `${user}pid ${join(home, 'nginx.pid')};\n${http}`;
}
