import type { CookStatus } from '../cook/cook-status.ts';
import type { StartedCook, StoppedCook } from '../cook/cooking.ts';
import type { Estimate } from '../cook/estimate.ts';
import type { Cooker } from '../device/cooker.ts';
import type { DiagnosticsBody, StartedBody, StatusBody, StoppedBody } from './bodies.ts';

export function toStartedBody(started: StartedCook): StartedBody {
  const { targetCelsius, timeMinutes, deviceState } = started;
  const heating =
    deviceState === 'preheating'
      ? `The water is heating to ${targetCelsius} °C; the timer of ${timeMinutes} minutes starts when it gets there.`
      : `The water has reached ${targetCelsius} °C; heating goes on and the timer of ${timeMinutes} minutes runs.`;
  return {
    success: true,
    message: started.isRepeat ? `This cook is already under way. ${heating}` : heating,
    cook_id: started.cookId,
    device_state: deviceState,
    target_temp_celsius: targetCelsius,
    time_minutes: timeMinutes,
    ...completionOf(started.estimate),
    warnings: [...started.warnings],
  };
}

export function toStatusBody(status: CookStatus): StatusBody {
  return {
    device_online: true,
    state: status.state,
    current_temp_celsius: status.currentCelsius,
    target_temp_celsius: status.targetCelsius,
    time_remaining_minutes: status.remainingMinutes,
    time_elapsed_minutes: status.elapsedMinutes,
    is_running: status.isRunning,
    alerts: [...status.alerts],
    cook_id: status.cookId,
    ...completionOf(status.estimate),
  };
}

export function toStoppedBody(stopped: StoppedCook): StoppedBody {
  return {
    success: true,
    message: 'The cook was stopped; the cooker does not heat any more.',
    device_state: 'idle',
    final_temp_celsius: stopped.finalCelsius,
    total_time_minutes: stopped.totalMinutes,
    cook_id: stopped.cookId,
  };
}

export function toDiagnosticsBody(
  cooker: Cooker,
  gateway: { version: string; uptimeSeconds: number },
): DiagnosticsBody {
  const link = cooker.diagnostics();
  const observation = cooker.observe();
  return {
    version: gateway.version,
    uptime_seconds: Math.floor(gateway.uptimeSeconds),
    cloud_connected: link.connected,
    device_reachable: observation.reachable,
    fault: observation.reachable ? link.fault : observation.fault,
    last_message_age_seconds:
      link.lastMessageAgeMs === null ? null : Math.round(link.lastMessageAgeMs / 100) / 10,
    reconnects: link.reconnects,
  };
}

function completionOf(
  estimate: Estimate | null,
): Pick<StatusBody, 'estimated_completion' | 'estimate'> {
  if (estimate === null) return { estimated_completion: null, estimate: null };
  return {
    estimated_completion: new Date(estimate.completionAtMs).toISOString(),
    estimate: { basis: estimate.basis, preheat_minutes: estimate.preheatMinutes },
  };
}
