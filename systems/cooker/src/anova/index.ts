import type { Cooker } from '../device/cooker.ts';
import { AnovaCooker, type AnovaOptions } from './anova-cooker.ts';

export type { AnovaOptions } from './anova-cooker.ts';
export type { LogEvent } from './log.ts';

/**
 * Drives a cooker through the official Anova cloud.
 *
 * Returns at once and connects in the background, for ever: a cloud that is down, a refused token or an empty account
 * are observations (`observe()`), never exceptions. Dispose it to close the connection; a running cook goes on.
 *
 * @see https://developer.anovaculinary.com/docs/devices/wifi/sous-vide-commands
 */
export function connectAnova(options: AnovaOptions): Cooker {
  const cooker = new AnovaCooker(options);
  cooker.connect();
  return cooker;
}
