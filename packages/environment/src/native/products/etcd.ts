import { hasOption, optionValue } from './options.ts';
import type { Product } from './product.ts';

const CLIENT_PORT = 2379;
const PEER_PORT = 2380;

export const etcd: Product = {
  name: 'etcd',
  images: ['coreos/etcd', 'etcd-development/etcd', 'etcd', 'bitnami/etcd', 'bitnamilegacy/etcd'],
  programs: ['etcd'],
  versionArguments: ['--version'],
  versionPattern: /etcd Version: (\d[\d.]*)/,
  install: 'etcd-server',
  variables: /^ETCD_(?:ROOT_PASSWORD|DISASTER_RECOVERY|START_FROM_SNAPSHOT)/,
  plan: ({ commandText, environment }) => {
    const set = (option: string): boolean =>
      hasOption(commandText, option) ||
      environment.has(`ETCD_${option.replace(/^-+/, '').replaceAll('-', '_').toUpperCase()}`);
    const client = portOf(optionValue(commandText, '--listen-client-urls'), CLIENT_PORT);
    const peer = portOf(optionValue(commandText, '--listen-peer-urls'), PEER_PORT);
    const tell = (option: string, value: string): string[] => (set(option) ? [] : [option, value]);
    const mine = `http://127.0.0.1:${peer}`;
    return {
      after: [
        ...tell('--data-dir', '/etcd-data'),
        ...tell('--listen-client-urls', `http://127.0.0.1:${client}`),
        ...tell('--advertise-client-urls', `http://127.0.0.1:${client}`),
        ...tell('--listen-peer-urls', mine),
        ...tell('--initial-advertise-peer-urls', mine),
        ...(set('--initial-cluster') || set('--name')
          ? []
          : ['--name', 'default', '--initial-cluster', `default=${mine}`]),
      ],
      environment: { ETCDCTL_ENDPOINTS: `http://127.0.0.1:${client}`, ETCDCTL_API: '3' },
      ports: [client, peer],
      volumes: ['/etcd-data'],
    };
  },
};

function portOf(url: string | undefined, otherwise: number): number {
  return Number(/:(\d+)\/?(?:,|$)/.exec(url ?? '')?.[1] ?? otherwise);
}
