import { optionValue, wordsIf } from './options.ts';
import type { Product } from './product.ts';

const DEFAULT_PORT = '11211';

export const memcached: Product = {
  name: 'Memcached',
  images: ['memcached', 'bitnami/memcached', 'bitnamilegacy/memcached'],
  programs: ['memcached'],
  versionArguments: ['--version'],
  versionPattern: /^memcached (\d[\d.]*)/m,
  install: 'memcached',
  variables: /^MEMCACHED_/,
  plan: ({ commandText, isRoot }) => {
    const given = optionValue(commandText, '-p', '--port');
    return {
      after: [
        ...wordsIf(given === undefined, '-p', DEFAULT_PORT),
        '-l',
        '127.0.0.1',
        '-U',
        '0',
        // It refuses to run as root unless it is told to.
        ...wordsIf(isRoot, '-u', 'root'),
      ],
      ports: [Number(given ?? DEFAULT_PORT)],
    };
  },
};
