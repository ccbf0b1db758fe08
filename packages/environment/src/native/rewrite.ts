import { rewriteClientScript, rewriteClientWords } from './rewrite-clients.ts';

/** A folder or file inside the container and where it lies on the host. */
export interface PathMapping {
  readonly container: string;
  readonly host: string;
}

/** What a text of one service may refer to; see README.md for the rules. */
export interface RewriteScope {
  /** Container port to loopback port of the service itself. */
  readonly ownPorts: ReadonlyMap<number, number>;
  /** By service name and alias: container port to loopback port. */
  readonly neighbours: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly paths: readonly PathMapping[];
  /** `extra_hosts`: addresses that keep their ports, by name. */
  readonly hosts?: ReadonlyMap<string, string>;
}

/** A service and the port under which another one speaks to it. */
export interface Reference {
  readonly name: string;
  readonly port: number;
}

export const LOOPBACK = '127.0.0.1';

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  postgres: 5432,
  postgresql: 5432,
  redis: 6379,
  mysql: 3306,
  mariadb: 3306,
  mongodb: 27_017,
  amqp: 5672,
  nats: 4222,
  mqtt: 1883,
};

const PORT_NAME = /port|listen|bind|addr/i;
const HOST_NAME = /(?:HOSTNAME|HOST|SERVER|ADDRESS|ADDR)$/i;
/** Addresses under which a service speaks of itself. */
export const SELF_NAMES: readonly string[] = ['0.0.0.0', '127.0.0.1', 'localhost', '[::]', '[::1]'];

/** Rewrites all variables of a service; a host and its port in two variables are rewritten together. */
export function rewriteVariables(
  variables: ReadonlyMap<string, string>,
  scope: RewriteScope,
): Map<string, string> {
  const pairs = portsBesideHosts(variables, scope);
  return new Map(
    [...variables].map(([name, value]) => {
      const paired = pairs.get(name);
      if (paired !== undefined) return [name, paired];
      if (HOST_NAME.test(name) && scope.neighbours.has(value)) return [name, LOOPBACK];
      const address = HOST_NAME.test(name) ? scope.hosts?.get(value) : undefined;
      if (address !== undefined) return [name, address];
      return [name, rewriteVariable(name, value, scope)];
    }),
  );
}

/** Names of variables that hold a neighbour's bare name while no variable beside them holds the port. */
export function hostsWithoutPort(
  variables: ReadonlyMap<string, string>,
  scope: Pick<RewriteScope, 'neighbours'>,
): { variable: string; name: string }[] {
  return [...variables].flatMap(([variable, name]) => {
    const isHost = HOST_NAME.test(variable) && scope.neighbours.has(name);
    return isHost && !variables.has(portVariable(variable)) ? [{ variable, name }] : [];
  });
}

/** Rewrites the arguments of a command; a number is a port only where the option before it says so. */
export function rewriteArguments(words: readonly string[], scope: RewriteScope): string[] {
  const command = rewriteClientWords(words, scope);
  return command.map((argument, index) => {
    if (/^\d+$/.test(argument)) {
      const before = command[index - 1] ?? '';
      const isPositional = !before.startsWith('-') || before.includes('=');
      const isPort = isPositional || isPortOption(before);
      return isPort && index > 0 ? ownPort(argument, scope) : argument;
    }
    return rewriteText(argument, scope);
  });
}

/** Rewrites a text such as a shell script, a URL or a path. */
export function rewriteText(text: string, scope: RewriteScope): string {
  const told = text.replace(
    /(?<=(?:^|\s)(?:--?[\w-]*(?:port|listen|bind|addr)[\w-]*[ =]|-[pP] ?|[A-Z_]*PORT=))\d{1,5}(?![\w.:])/gi,
    (port) => ownPort(port, scope),
  );
  const clients = rewriteClientScript(told, scope);
  return rewritePaths(rewriteHosts(clients, scope), scope.paths);
}

/** Finds which neighbours a text speaks to, and on which port. */
export function findReferences(text: string, names: readonly string[]): Reference[] {
  const found: Reference[] = [];
  replaceHosts(text, names, (name, port) => {
    found.push({ name, port });
    return undefined;
  });
  return found;
}

/** Finds the neighbours that a service's variables name with host and port apart. */
export function findPairedReferences(
  variables: ReadonlyMap<string, string>,
  names: readonly string[],
): Reference[] {
  return [...variables].flatMap(([variable, name]) => {
    const port = HOST_NAME.test(variable) ? variables.get(portVariable(variable)) : undefined;
    return names.includes(name) && port !== undefined && /^\d{1,5}$/.test(port)
      ? [{ name, port: Number(port) }]
      : [];
  });
}

/** Finds the host path of a path inside the container; the longest mapping wins. */
export function toHostPath(path: string, paths: readonly PathMapping[]): string | undefined {
  const mapping = paths
    .filter(({ container }) => path === container || path.startsWith(withSlash(container)))
    .toSorted((one, other) => other.container.length - one.container.length)[0];
  if (mapping === undefined) return undefined;
  const rest = path.slice(mapping.container.length).replace(/^\/+/, '');
  return rest === '' ? mapping.host : `${withSlash(mapping.host)}${rest}`;
}

function rewriteVariable(name: string, value: string, scope: RewriteScope): string {
  if (/^\d+$/.test(value)) return PORT_NAME.test(name) ? ownPort(value, scope) : value;
  return rewriteText(value, scope);
}

function ownPort(port: string, { ownPorts }: RewriteScope): string {
  return String(ownPorts.get(Number(port)) ?? port);
}

function isPortOption(option: string): boolean {
  return /^-[pP]$/.test(option) || (PORT_NAME.test(option) && !option.includes('='));
}

function portsBesideHosts(
  variables: ReadonlyMap<string, string>,
  scope: RewriteScope,
): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of variables) {
    const ports = HOST_NAME.test(name) ? scope.neighbours.get(value) : undefined;
    const port = variables.get(portVariable(name));
    const mapped = ports?.get(Number(port));
    if (mapped !== undefined) found.set(portVariable(name), String(mapped));
  }
  return found;
}

function portVariable(hostVariable: string): string {
  return hostVariable.replace(HOST_NAME, (suffix) =>
    suffix === suffix.toLowerCase() ? 'port' : 'PORT',
  );
}

function rewriteHosts(text: string, scope: RewriteScope): string {
  const names = [...scope.neighbours.keys(), ...(scope.hosts?.keys() ?? [])];
  return replaceHosts(text, [...names, ...SELF_NAMES, ''], (name, port) => {
    const address = scope.hosts?.get(name);
    if (address !== undefined) return `${address.includes(':') ? `[${address}]` : address}:${port}`;
    const isSelf = name === '' || SELF_NAMES.includes(name);
    const ports = isSelf ? scope.ownPorts : scope.neighbours.get(name);
    const mapped = ports?.get(port);
    if (mapped === undefined) return undefined;
    return `${isSelf ? name : LOOPBACK}:${mapped}`;
  });
}

/** Calls back for every `name:port` and `scheme://name`, and puts in what it answers. */
function replaceHosts(
  text: string,
  names: readonly string[],
  replace: (name: string, port: number) => string | undefined,
): string {
  if (names.length === 0) return text;
  const alternatives = names
    .toSorted((one, other) => other.length - one.length)
    .map(escapeRegExp)
    .join('|');
  const start = String.raw`(?<=^|:\/\/|[@,;=\s"'(])`;
  // An alternative and not `(…)?`: an optional group that matches nothing forgets its captures.
  const scheme = String.raw`(?:(?<=(?<scheme>[a-z]+)(?:\+[a-z\d]+)?:\/\/(?:[^\s\/@]*@)?)|)`;
  const pattern = new RegExp(
    `${start}${scheme}(?<name>${alternatives})(?::(?<port>\\d{1,5})(?![\\w.])|(?=[\\/?#,;\\s"']|$))`,
    'g',
  );
  return text.replace(pattern, (whole: string, ...rest: unknown[]) => {
    // The last argument of the callback is the record of the named groups.
    const groups = rest.at(-1) as Record<string, string | undefined>;
    const { name = '', port, scheme: schemeName } = groups;
    const number = port === undefined ? DEFAULT_PORTS[schemeName ?? ''] : Number(port);
    if (number === undefined || (name === '' && port === undefined)) return whole;
    return replace(name, number) ?? whole;
  });
}

function rewritePaths(text: string, paths: readonly PathMapping[]): string {
  const roots = paths.filter(({ container }) => container !== '/');
  if (roots.length === 0) return text;
  const alternatives = roots
    .map(({ container }) => container)
    .toSorted((one, other) => other.length - one.length)
    .map(escapeRegExp)
    .join('|');
  const pattern = new RegExp(
    `(?<=^|[=,;\\s"'(]|[\\w]:|[a-z]:\\/\\/)(?:${alternatives})(?=$|[\\/:,;?#\\s"')])`,
    'g',
  );
  return text.replace(pattern, (path) => toHostPath(path, roots) ?? path);
}

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
