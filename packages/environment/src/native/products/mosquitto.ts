import { rewriteText } from '../rewrite.ts';
import type { RewriteScope } from '../rewrite.ts';
import { optionValue } from './options.ts';
import type { Product } from './product.ts';

const DEFAULT_CONFIG = '/mosquitto/config/mosquitto.conf';
const DEFAULT_PORT = 1883;
/** The image's own configuration takes connections from the container itself only; clients need no name. */
const OWN_CONFIG = 'listener 1883\nallow_anonymous true\n';

export const mosquitto: Product = {
  name: 'Mosquitto',
  images: ['eclipse-mosquitto', 'toke/mosquitto'],
  programs: ['mosquitto'],
  folders: ['/usr/sbin', '/usr/local/sbin'],
  versionArguments: ['-h'],
  versionPattern: /mosquitto version (\d[\d.]*)/,
  install: 'mosquitto',
  plan: ({ args = [], commandText, configs: read, isRoot }) => {
    const file = optionValue(commandText, '-c', '--config-file') ?? DEFAULT_CONFIG;
    const configs = read(['/mosquitto/config', file]).with(file, OWN_CONFIG);
    const config = configs.text(file) ?? '';
    const listeners = [...config.matchAll(/^\s*(?:listener|port)\s+(\d+)/gm)].map(([, port]) =>
      Number(port),
    );
    return {
      args: [
        '-c',
        file,
        ...args.filter(
          (arg, at) =>
            !['-c', '--config-file'].includes(arg) &&
            !['-c', '--config-file'].includes(args[at - 1] ?? ''),
        ),
      ],
      ports: listeners.length > 0 ? listeners : [DEFAULT_PORT],
      volumes: ['/mosquitto/data', '/mosquitto/log'],
      configs,
      rewrite: (text, scope, container) =>
        container.endsWith('.conf') ? rewriteMosquitto(text, { scope, isRoot }) : text,
      clients: {},
    };
  },
};

function rewriteMosquitto(
  text: string,
  { scope, isRoot }: { scope: RewriteScope; isRoot: boolean },
): string {
  const own = (port: string): string => String(scope.ownPorts.get(Number(port)) ?? port);
  const lines = text
    .split('\n')
    // Another user could not reach the run's folders; the program gives up its rights under root only.
    .filter((line) => !/^\s*user\s/.test(line))
    .map((line) => {
      const listener = /^\s*(listener|port)\s+(\d+)\s*(.*)$/.exec(line);
      if (listener !== null)
        return `${listener[1]} ${own(listener[2] ?? '')} ${listener[3] ?? ''}`.trim();
      return rewriteText(line, scope);
    });
  if (!/^\s*(?:listener|port)\s/m.test(text))
    lines.unshift(`listener ${own(String(DEFAULT_PORT))} 127.0.0.1`);
  return [...(isRoot ? ['user root'] : []), ...lines].join('\n');
}
