import type { DeviceSnapshot } from '../device.ts';
import type { Faults } from '../faults.ts';
import type { DocumentSource } from './document-source.ts';
import { toHundredths } from './round.ts';

/** The `nodes`/`state`/`cook` document of the third generation, the Precision Cooker 3.0 among them. */
export function toGen3Document(source: DocumentSource): object {
  const { device, faults, online, cookerId } = source;
  const at = new Date(device.atMs).toISOString();
  return {
    version: 1,
    updatedTimestamp: at,
    systemInfo: {
      deviceId: cookerId,
      online,
      firmwareVersion: '3.3.01',
      hardwareVersion: 'simulated',
      releaseTrack: 'production',
      triacsFailed: faults.heaterFailure === true,
      firmwareUpdatedTimestamp: '2025-01-01T00:00:00.000Z',
      lastConnectedTimestamp: at,
      lastDisconnectedTimestamp: '2025-01-01T00:00:00.000Z',
    },
    state: {
      mode: modeOf(device, faults),
      temperatureUnit: device.unit,
      processedCommandIds: device.processedRequestIds,
    },
    nodes: {
      waterTemperatureSensor: {
        current: { celsius: toHundredths(device.waterCelsius) },
        setpoint: { celsius: device.cook?.targetCelsius ?? device.lastTargetCelsius },
      },
      timer: timerOf(device),
      lowWater: { warning: faults.lowWater !== undefined, empty: faults.lowWater === 'empty' },
    },
    ...(device.cook === null ? {} : { cook: cookOf(device) }),
  };
}

function modeOf(device: DeviceSnapshot, faults: Faults): string {
  if (faults.lowWater === 'empty') return 'lowWater';
  if (faults.waterLeak === true) return 'waterLeak';
  if (faults.highTemperature === true) return 'highTemp';
  if (faults.motorStuck === true) return 'motorStuck';
  return device.cook === null ? 'idle' : 'cook';
}

function timerOf(device: DeviceSnapshot): object {
  const { cook, phase } = device;
  if (cook === null) return { mode: 'idle', initial: device.lastTimerSeconds };
  if (phase === 'preheating' || cook.timerSeconds === 0) {
    return { mode: 'idle', initial: cook.timerSeconds };
  }
  return {
    mode: phase === 'done' ? 'completed' : 'running',
    initial: cook.timerSeconds,
    startedAtTimestamp: new Date(cook.readyAtMs).toISOString(),
  };
}

function cookOf(device: DeviceSnapshot): object {
  const { cook, phase } = device;
  const startedTimestamp = new Date(cook?.startedAtMs ?? device.atMs).toISOString();
  const isEntering = phase === 'preheating';
  return {
    cookId: cook?.cookId,
    activeStageId: 'stage-1',
    activeStageIndex: 0,
    activeStageMode: isEntering ? 'entering' : 'running',
    activeStageStartedTimestamp: isEntering
      ? startedTimestamp
      : new Date(cook?.readyAtMs ?? device.atMs).toISOString(),
    startedTimestamp,
    stageTransitionPendingUserAction: false,
    originSource: 'api',
    cookableType: 'manual',
  };
}
