import { createHash, randomBytes } from 'node:crypto';

import type { ComposeModel } from '../compose/model.ts';

const MAX_SLUG_LENGTH = 24;

/** A name for one environment's Compose project that nobody else has: `seatrial-<slug>-<hash>`. */
export function projectName({ name }: ComposeModel): string {
  return `seatrial-${slug(name)}-${randomBytes(5).toString('hex')}`;
}

/**
 * A name for the image of a service that is built: the same for every environment of one folder, so that an engine
 * keeps one image of it and not one per run.
 */
export function builtImageName({ name, directory }: ComposeModel, service: string): string {
  const folder = createHash('sha256').update(directory).digest('hex').slice(0, 10);
  return `seatrial-${slug(name)}-${folder}/${slug(service)}`;
}

function slug(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_SLUG_LENGTH)
    .replaceAll(/^-+|-+$/g, '');
  return plain === '' ? 'project' : plain;
}
