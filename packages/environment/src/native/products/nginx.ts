import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ComposeService } from '../../compose/model.ts';
import type { ConfigTree } from './config-tree.ts';
import type { Product, ProductPlan, ProductRequest } from './product.ts';
import { listenPorts, protectUpstreams, rewriteNginx } from './rewrite-nginx.ts';

const ROOT = '/etc/nginx';
const MAIN = `${ROOT}/nginx.conf`;
const UNPRIVILEGED = 'nginxinc/nginx-unprivileged';

/** What the image's own configuration says, as far as a client sees it. */
const OWN_MAIN = `worker_processes auto;
events { worker_connections 1024; }
http {
  include ${ROOT}/mime.types;
  default_type application/octet-stream;
  sendfile on;
  keepalive_timeout 65;
  include ${ROOT}/conf.d/*.conf;
}
`;
const ownSite = (port: number): string => `server {
  listen ${port};
  server_name localhost;
  location / { root /usr/share/nginx/html; index index.html index.htm; }
  error_page 500 502 503 504 /50x.html;
  location = /50x.html { root /usr/share/nginx/html; }
}
`;

/** Files of the image that a configuration includes. */
const INCLUDED = ['mime.types', 'fastcgi_params', 'fastcgi.conf', 'uwsgi_params', 'scgi_params'];
const OWN_TYPES = `types {
  text/html html htm; text/css css; application/javascript js mjs; application/json json;
  image/svg+xml svg; image/png png; image/jpeg jpg jpeg; image/gif gif; image/x-icon ico; image/webp webp;
  font/woff woff; font/woff2 woff2; text/plain txt; application/xml xml; application/pdf pdf; application/wasm wasm;
}
`;

export const nginx: Product = {
  name: 'nginx',
  images: ['nginx', UNPRIVILEGED],
  programs: ['nginx'],
  folders: ['/usr/sbin', '/usr/local/sbin', '/usr/local/nginx/sbin'],
  versionArguments: ['-v'],
  versionPattern: /nginx version: nginx\/(\d[\d.]*)/,
  install: 'nginx',
  plan: planNginx,
};

function planNginx(request: ProductRequest): ProductPlan {
  const { image, isRoot, home } = request;
  const ownPort = image.repository === UNPRIVILEGED ? 8080 : 80;
  const configs = complete(request, ownPort);
  const texts = configs.files.flatMap(({ text }) => text ?? []);
  const ports = [...new Set(texts.flatMap(listenPorts))];
  return {
    before: ['-e', 'stderr', '-c', MAIN],
    args: ['-g', 'daemon off;'],
    ports: ports.length > 0 ? ports : [ownPort],
    configs,
    // A name of an upstream is not the name of a neighbour.
    references: protectUpstreams(texts),
    rewrite: (text, scope, container) =>
      rewriteNginx(text, { scope, texts, isMain: container === MAIN, isRoot, home }),
    // What `docker stop` sends: requests under way are answered.
    stopSignal: 'SIGQUIT',
  };
}

/** What is mounted, what templates become, and what the image has itself. */
function complete({ service, configs, environment }: ProductRequest, ownPort: number): ConfigTree {
  let tree = configs([ROOT]);
  for (const { container, text } of tree.files) {
    const [, name] = /^\/etc\/nginx\/templates\/(.+)\.template$/.exec(container) ?? [];
    if (name === undefined || text === undefined) continue;
    tree = tree.with(`${ROOT}/conf.d/${name}`, substitute(text, environment));
  }
  tree = tree.with(MAIN, OWN_MAIN);
  if (!isFolderMounted(service, `${ROOT}/conf.d`)) {
    tree = tree.with(`${ROOT}/conf.d/default.conf`, ownSite(ownPort));
  }
  for (const name of INCLUDED) {
    const text = ofMachine(name) ?? (name === 'mime.types' ? OWN_TYPES : undefined);
    if (text !== undefined) tree = tree.with(`${ROOT}/${name}`, text);
  }
  return tree;
}

/** As the image's `envsubst` does: variables that are set, and no others. */
function substitute(text: string, environment: ReadonlyMap<string, string>): string {
  return text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, bare?: string) => {
    return environment.get(braced ?? bare ?? '') ?? whole;
  });
}

function isFolderMounted({ volumes }: ComposeService, folder: string): boolean {
  return volumes.some(({ target }) => folder === target || folder.startsWith(`${target}/`));
}

function ofMachine(name: string): string | undefined {
  try {
    return readFileSync(join(ROOT, name), 'utf8');
  } catch {
    // Another system keeps it elsewhere.
    return undefined;
  }
}
