import type { DocumentSource } from './document-source.ts';
import { toHundredths } from './round.ts';

/** The camel-case document of the first generation: it reports in the unit it displays, and knows no faults. */
export function toA3Document({ device, online }: DocumentSource): object {
  const toUnit = (celsius: number): number =>
    toHundredths(device.unit === 'F' ? (celsius * 9) / 5 + 32 : celsius);
  const { cook, phase } = device;
  const target = cook?.targetCelsius ?? device.lastTargetCelsius;
  const unit = device.unit.toLowerCase();
  return {
    isCooking: cook !== null,
    currentTemperature: toUnit(device.waterCelsius),
    targetTemperature: toUnit(target),
    unit,
    timerInSeconds: Math.ceil(device.remainingSeconds ?? device.lastTimerSeconds),
    isTimerRunning: phase === 'cooking' && (cook?.timerSeconds ?? 0) > 0,
    isKeepingWarm: phase === 'done',
    isAlarmActive: false,
    isSpeakerOn: true,
    isMonitoringIcebath: false,
    currentJobID: cook?.cookId ?? '',
    ...(cook === null
      ? {}
      : {
          currentJob: {
            jobType: 'manual_cook',
            jobStage: phase === 'preheating' ? 'preheating' : 'cooking',
            targetTemperature: toUnit(target),
            timerLength: cook.timerSeconds,
            tempUnit: unit,
          },
        }),
    isConnected: online,
    firmwareVersion: '2.1.0',
  };
}
