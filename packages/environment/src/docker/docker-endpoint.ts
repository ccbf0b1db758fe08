import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a Docker Engine is and how it is spoken to; plain data, so that it can be written down and used later. */
export interface DockerEndpoint {
  /** Such as `unix:///var/run/docker.sock`, `tcp://10.0.0.5:2376` or `ssh://me@big-machine`. */
  readonly url: string;
  /** The docker CLI's way there is taken, because it needs keys (`ssh:`, TLS) that only the CLI knows. */
  readonly throughCli: boolean;
  /** The machine on which published ports are reached. */
  readonly host: string;
  /** Complete environment for `docker` and `docker compose`: the caller's docker settings and nothing else. */
  readonly env: Readonly<Record<string, string>>;
}

/** Settings of the docker CLI, and what it needs to find its files, keys and proxies. */
const PASSED =
  /^(?:DOCKER_\w+|BUILDKIT_\w+|BUILDX_\w+|PATH|HOME|USER|LOGNAME|TMPDIR|TEMP|TMP|SSH_AUTH_SOCK|XDG_\w+|https?_proxy|no_proxy|SYSTEMROOT|PROGRAMDATA|PROGRAMFILES|USERPROFILE|APPDATA|LOCALAPPDATA|PATHEXT|COMSPEC)$/i;

const DEFAULT_URL =
  process.platform === 'win32' ? 'npipe:////./pipe/docker_engine' : 'unix:///var/run/docker.sock';

/** Finds the engine that the docker CLI would use: `DOCKER_HOST`, `DOCKER_CONTEXT`, the current context, the default. */
export function findDockerEndpoint(env: NodeJS.ProcessEnv): DockerEndpoint {
  const passed: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && PASSED.test(name)) passed[name] = value;
  }
  const context = nonEmpty(env['DOCKER_HOST']) === undefined ? readContext(env) : undefined;
  const url = nonEmpty(env['DOCKER_HOST']) ?? context?.url ?? DEFAULT_URL;
  const isVerified = context?.hasTls === true || nonEmpty(env['DOCKER_TLS_VERIFY']) !== undefined;
  const throughCli = url.startsWith('ssh:') || (url.startsWith('tcp:') && isVerified);
  // A context could be switched by somebody else in the middle; an engine's own address cannot.
  if (!throughCli && context !== undefined) {
    delete passed['DOCKER_CONTEXT'];
    passed['DOCKER_HOST'] = url;
  }
  return { url, throughCli, host: hostOf(url), env: passed };
}

/** Whether the engine is on another machine, as far as its address tells. */
export function isRemote({ host }: DockerEndpoint): boolean {
  return host !== '127.0.0.1';
}

function readContext(env: NodeJS.ProcessEnv): { url: string; hasTls: boolean } | undefined {
  const folder = nonEmpty(env['DOCKER_CONFIG']) ?? join(env['HOME'] ?? homedir(), '.docker');
  const current = readJson(join(folder, 'config.json'))?.['currentContext'];
  const name = nonEmpty(env['DOCKER_CONTEXT']) ?? (typeof current === 'string' ? current : '');
  if (name === '' || name === 'default') return undefined;
  const id = createHash('sha256').update(name).digest('hex');
  const meta = readJson(join(folder, 'contexts', 'meta', id, 'meta.json'));
  const url = hostOfContext(meta);
  if (url === undefined) return undefined;
  return { url, hasTls: existsSync(join(folder, 'contexts', 'tls', id, 'docker')) };
}

function hostOfContext(meta: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const endpoints = meta?.['Endpoints'] as { docker?: { Host?: unknown } } | undefined;
  const host = endpoints?.docker?.Host;
  return typeof host === 'string' && host !== '' ? host : undefined;
}

function readJson(file: string): Record<string, unknown> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    // The CLI, too, goes on with its defaults when its file is damaged.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function hostOf(url: string): string {
  if (!/^(?:tcp|https?|ssh):/.test(url)) return '127.0.0.1';
  const { hostname } = new URL(url.replace(/^(?:tcp|ssh):/, 'http:'));
  return ['localhost', '[::1]', ''].includes(hostname) ? '127.0.0.1' : hostname;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
