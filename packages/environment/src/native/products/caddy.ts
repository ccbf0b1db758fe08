import { rewriteText } from '../rewrite.ts';
import type { RewriteScope } from '../rewrite.ts';
import { hasOption, optionValue } from './options.ts';
import type { Product } from './product.ts';

const FILE = '/etc/caddy/Caddyfile';
const HTTP_PORT = 80;
const HTTPS_PORT = 443;
/** What the image serves by itself. */
const OWN_CONFIG = ':80 {\n  root * /usr/share/caddy\n  file_server\n}\n';

export const caddy: Product = {
  name: 'Caddy',
  images: ['caddy'],
  programs: ['caddy'],
  versionArguments: ['version'],
  versionPattern: /^v?(2\.[\d.]+)/m,
  install: 'caddy',
  plan: ({ args = [], commandText, configs: read }) => {
    const file = optionValue(commandText, '--config', '-c') ?? FILE;
    const configs = read(['/etc/caddy', file]).with(file, OWN_CONFIG);
    const sites = [...(configs.text(file) ?? '').matchAll(/^(?:https?:\/\/)?[\w.*-]*:(\d+)/gm)];
    const ports = sites.map(([, port]) => Number(port));
    const given = args.length > 0 ? args : ['run', '--config', file];
    const hasAdapter = hasOption(commandText, '--adapter') || given[0] !== 'run';
    return {
      args: hasAdapter || file.endsWith('.json') ? given : [...given, '--adapter', 'caddyfile'],
      ports: [...new Set(ports.length > 0 ? ports : [HTTP_PORT, HTTPS_PORT])],
      environment: { XDG_CONFIG_HOME: '/config', XDG_DATA_HOME: '/data' },
      volumes: ['/config', '/data'],
      configs,
      rewrite: (text, scope, container) =>
        container === file && !file.endsWith('.json') ? rewriteCaddyfile(text, scope) : text,
    };
  },
};

/** The administration port and the trust store belong to the whole machine. */
function rewriteCaddyfile(text: string, scope: RewriteScope): string {
  const port = (containerPort: number): number =>
    scope.ownPorts.get(containerPort) ?? containerPort;
  const lines = [
    ...(/^\s*admin\s/m.test(text) ? [] : ['admin off']),
    'skip_install_trust',
    ...(/^\s*http_port\s/m.test(text) ? [] : [`http_port ${port(HTTP_PORT)}`]),
    ...(/^\s*https_port\s/m.test(text) ? [] : [`https_port ${port(HTTPS_PORT)}`]),
  ];
  const options = lines.map((line) => `\t${line}\n`).join('');
  const told = rewriteText(text, scope);
  // The block of global options is the first one and has no name.
  const [, before = '', rest = told] = /^((?:\s|#.*\n)*)\{([^]*)$/.exec(told) ?? [];
  return rest === told ? `{\n${options}}\n${told}` : `${before}{\n${options}${rest}`;
}
