import type { ComposeService } from '../compose/model.ts';
import { planFromEmulator } from './emulators/emulator-rung.ts';
import type { RungAnswer } from './launch-plan.ts';
import { isPostgresImage } from './postgres/choose-postgres.ts';
import { planFromPostgresImage } from './postgres/postgres-rung.ts';
import { readImageName } from './products/image-name.ts';
import { planFromKnownImage } from './products/product-rung.ts';
import { PRODUCTS } from './products/products.ts';

/** What the rungs look at besides the service. */
export interface ImageContext {
  /** Folders where programs are looked for. */
  readonly path: string;
  /** The project's folder, for what npm has installed there. */
  readonly directory: string;
}

/** Whether there is a rung for the image. */
export function isKnownImage(image: string): boolean {
  const name = readImageName(image);
  const { repository } = name;
  return isPostgresImage(name) || PRODUCTS.some(({ images }) => images.includes(repository));
}

/** The rungs for `image:`: a server of this machine, one that npm has brought, and an emulator. */
export async function planFromImage(
  service: ComposeService,
  context: ImageContext,
): Promise<RungAnswer> {
  const real =
    (await planFromKnownImage(service, context)) ?? (await planFromPostgresImage(service, context));
  if (real?.kind === 'plan') return real;
  const emulated = planFromEmulator(service, context);
  if (emulated?.kind !== 'passed-over' || real === undefined) return emulated ?? real;
  return {
    kind: 'passed-over',
    reason: `${real.reason}; ${emulated.reason}`,
    remedy: `${real.remedy}; or ${emulated.remedy}`,
  };
}
