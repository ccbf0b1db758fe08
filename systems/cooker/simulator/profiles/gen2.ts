import { type DeviceSnapshot, type Phase } from '../device.ts';
import { type Faults, stoppingFault } from '../faults.ts';
import type { DocumentSource } from './document-source.ts';
import { toHundredths } from './round.ts';

const JOB_STATES: Readonly<Record<Phase, string>> = {
  idle: '',
  preheating: 'PREHEATING',
  cooking: 'COOKING',
  done: 'TIMER EXPIRED',
};

/** The kebab-case document of the second generation: it has no clock and no online flag. */
export function toGen2Document({ device, faults }: DocumentSource): object {
  const isRunning = device.cook !== null;
  return {
    'boot-id': 'simulated',
    job: {
      id: device.processedRequestIds.at(-1) ?? '',
      mode: modeOf(device, faults),
      'cook-time-seconds': device.cook?.timerSeconds ?? device.lastTimerSeconds,
      'ota-url': '',
      'target-temperature': device.cook?.targetCelsius ?? device.lastTargetCelsius,
      'temperature-unit': device.unit,
    },
    'job-status': {
      state: JOB_STATES[device.phase],
      'cook-time-remaining': remainingOf(device),
      'job-start-systick': 0,
      'state-change-systick': 0,
      'provisioning-pairing-code': 0,
    },
    'temperature-info': {
      'water-temperature': toHundredths(device.waterCelsius),
      'heater-temperature': toHundredths(device.waterCelsius + (isRunning ? 5 : 0)),
      'triac-temperature': toHundredths(device.waterCelsius + (isRunning ? 10 : 0)),
    },
    'pin-info': pinsOf(faults),
    'heater-control': { 'duty-cycle': device.phase === 'preheating' ? 100 : isRunning ? 10 : 0 },
    'motor-control': { 'duty-cycle': isRunning ? 100 : 0 },
    'motor-info': { rpm: isRunning && faults.motorStuck !== true ? 1500 : 0 },
    'system-info': { 'firmware-version': '3.3.01' },
  };
}

function modeOf(device: DeviceSnapshot, faults: Faults): string {
  if (faults.lowWater === 'empty') return 'LOW WATER';
  if (faults.highTemperature === true) return 'HIGH TEMP';
  if (faults.heaterFailure === true) return 'DEVICE FAILURE';
  return device.cook === null ? 'IDLE' : 'COOK';
}

function pinsOf(faults: Faults): object {
  return {
    'device-safe': Number(stoppingFault(faults) === null),
    'water-leak': Number(faults.waterLeak === true),
    'water-level-low': Number(faults.lowWater !== undefined),
    'water-level-critical': Number(faults.lowWater === 'empty'),
    'water-temp-too-high': Number(faults.highTemperature === true),
    'motor-stuck': Number(faults.motorStuck === true),
  };
}

/** After the end of the timer the real device counts up from 0. */
function remainingOf(device: DeviceSnapshot): number {
  const { cook, phase, remainingSeconds } = device;
  if (cook === null) return 0;
  if (phase !== 'done') return Math.ceil(remainingSeconds ?? 0);
  return Math.floor((device.atMs - cook.readyAtMs) / 1000 - cook.timerSeconds);
}
