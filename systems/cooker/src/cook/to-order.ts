import type { CookOrder } from '../device/cooker.ts';
import { LIMITS } from '../safety/limits.ts';
import type { SafeCook } from '../safety/safe-cook.ts';

/**
 * The order for the device. Every limit is checked once more here, so that no mistake further up can heat
 * water: the vendor itself checks nothing, and `JSON.stringify(NaN)` would silently be `null`.
 *
 * @throws {RangeError} when the cook is outside the limits, which is a bug of the caller
 */
export function toOrder(cook: SafeCook): CookOrder {
  const { targetCelsius, timeMinutes } = cook;
  const isWarmEnough = targetCelsius >= LIMITS.minTemperatureCelsius;
  const isCoolEnough = targetCelsius <= LIMITS.maxTemperatureCelsius;
  const isLongEnough = timeMinutes >= LIMITS.minTimeMinutes && timeMinutes <= LIMITS.maxTimeMinutes;
  if (!isWarmEnough || !isCoolEnough || !isLongEnough || !Number.isInteger(timeMinutes)) {
    throw new RangeError('cook order outside the limits of food safety');
  }
  return {
    targetCelsius: Math.min(targetCelsius, LIMITS.deviceCeilingCelsius),
    timerSeconds: timeMinutes * 60,
  };
}
