import type { Product } from './product.ts';

const INGRESS_PORT = 8080;
const ADMIN_PORT = 9070;
const NODE_PORT = 5122;
const DATA = '/restate-data';

/** Its packages on npm hold the real server, under the Business Source License; they are the project's to install. */
export const restate: Product = {
  name: 'Restate',
  images: ['restatedev/restate'],
  programs: ['restate-server'],
  packages: [`@restatedev/restate-server-${process.platform}-${process.arch}`],
  versionArguments: ['--version'],
  versionPattern: /^restate-server (\d[\d.]*)/m,
  install: `restate-server, or @restatedev/restate-server from npm`,
  plan: ({ args = [] }) => ({
    args,
    after: [
      '--base-dir',
      DATA,
      '--bind-address',
      `127.0.0.1:${NODE_PORT}`,
      // A path of a Unix socket has to be shorter than the folder of a run may be.
      '--listen-mode',
      'tcp',
    ],
    environment: {
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${INGRESS_PORT}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${ADMIN_PORT}`,
      RESTATE_DISABLE_TELEMETRY: 'true',
    },
    ports: [INGRESS_PORT, ADMIN_PORT, NODE_PORT],
    volumes: [DATA],
  }),
};
