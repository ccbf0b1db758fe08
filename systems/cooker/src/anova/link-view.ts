import type { LinkFault } from '../device/cooker.ts';
import type { CookerChoice } from './choose-cooker.ts';
import type { DownReason } from './connection.ts';
import type { DeviceState } from './device-state.ts';

/** Everything that decides whether the cooker can be spoken to. */
export interface LinkFacts {
  readonly isOpen: boolean;
  readonly downReason: DownReason;
  /** Undefined until the cloud has listed the account's cookers. */
  readonly choice: CookerChoice | undefined;
  readonly state: DeviceState | undefined;
  readonly ageMs: number;
  readonly stalenessMs: number;
}

export interface LinkTrouble {
  readonly fault: LinkFault;
  readonly detail: string;
}

/** The first thing in the way between the gateway and the cooker, from the near end to the far one; null if nothing is. */
export function findTrouble(facts: LinkFacts): LinkTrouble | null {
  return findConnectionTrouble(facts) ?? findDeviceTrouble(facts);
}

/** What stands in the way of sending a command at all, whatever the cooker last said. */
export function findConnectionTrouble(facts: LinkFacts): LinkTrouble | null {
  if (!facts.isOpen) {
    return facts.downReason === 'unauthorised'
      ? { fault: 'AUTH_FAILED', detail: 'the cloud refused the access token' }
      : { fault: 'CLOUD_UNREACHABLE', detail: 'there is no connection to the cloud' };
  }
  if (facts.choice === undefined) {
    return { fault: 'CLOUD_UNREACHABLE', detail: 'the cloud has not listed any cooker yet' };
  }
  return facts.choice.chosen ? null : { fault: facts.choice.fault, detail: facts.choice.detail };
}

function findDeviceTrouble(facts: LinkFacts): LinkTrouble | null {
  if (facts.state === undefined) {
    return { fault: 'STALE', detail: 'the cooker has not been heard from yet' };
  }
  if (!facts.state.online) {
    return { fault: 'DEVICE_OFFLINE', detail: 'the cloud says that the cooker is offline' };
  }
  if (facts.ageMs > facts.stalenessMs) {
    const ageSeconds = Math.round(facts.ageMs / 1000);
    return { fault: 'STALE', detail: `nothing fresh from the cooker for ${ageSeconds} s` };
  }
  return null;
}
