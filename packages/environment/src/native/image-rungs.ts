import type { ComposeService } from '../compose/model.ts';
import type { RungAnswer } from './launch-plan.ts';
import { planFromPostgresImage } from './postgres/postgres-rung.ts';
import { readImageName } from './products/image-name.ts';
import { planFromKnownImage } from './products/product-rung.ts';
import { PRODUCTS } from './products/products.ts';

/** What the rungs look at besides the service. */
export interface ImageContext {
  /** Folders where programs are looked for. */
  readonly path: string;
}

/** Whether there is a rung for the image. */
export function isKnownImage(image: string): boolean {
  const { repository } = readImageName(image);
  return repository === 'postgres' || PRODUCTS.some(({ images }) => images.includes(repository));
}

/** The rungs for `image:`: a server of this machine, or one that npm has brought. */
export async function planFromImage(
  service: ComposeService,
  context: ImageContext,
): Promise<RungAnswer> {
  return (await planFromKnownImage(service, context)) ?? planFromPostgresImage(service);
}
