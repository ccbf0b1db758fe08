import type { CookerReading, LinkFault } from '../device/cooker.ts';
import { type RefusalCode, refuse } from '../refusal.ts';

type Refused = ReturnType<typeof refuse>;

/** What each broken link means to a caller; the wording is ours, so no address or id gets out. */
const LINK: Record<LinkFault, { code: RefusalCode; message: string; retryAfterSeconds?: number }> =
  {
    CLOUD_UNREACHABLE: {
      code: 'NETWORK_ERROR',
      message:
        'The Anova cloud cannot be reached, so the cooker is offline for this gateway. It keeps trying; please retry in a moment.',
      retryAfterSeconds: 30,
    },
    AUTH_FAILED: {
      code: 'AUTH_FAILED',
      message:
        'The Anova cloud does not accept the access of this gateway. Its administrator has to renew it.',
    },
    NO_DEVICE: {
      code: 'DEVICE_OFFLINE',
      message:
        'The cooker is offline: no cooker is paired with the account. Please pair it in the Anova app.',
      retryAfterSeconds: 60,
    },
    AMBIGUOUS_DEVICE: {
      code: 'DEVICE_AMBIGUOUS',
      message:
        'The account has several cookers. The administrator has to choose one (ANOVA_COOKER_ID).',
    },
    DEVICE_OFFLINE: {
      code: 'DEVICE_OFFLINE',
      message:
        'The cooker is offline. Please check that it is plugged in and connected to the Wi-Fi, then retry.',
      retryAfterSeconds: 60,
    },
    STALE: {
      code: 'DEVICE_OFFLINE',
      message:
        'The cooker seems to be offline: it has not been heard of for a while. Please check its plug and the Wi-Fi, then retry.',
      retryAfterSeconds: 60,
    },
  };

export function refuseForLink(fault: LinkFault): Refused {
  const { code, message, retryAfterSeconds } = LINK[fault];
  return refuse(code, message, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
}

export function refuseBusy(state: string): Refused {
  return refuse(
    'DEVICE_BUSY',
    'The cooker is already cooking. Please wait, or stop the current cook first.',
    { details: { device_state: state }, retryAfterSeconds: 30 },
  );
}

export function refuseFaulty(reading: CookerReading): Refused {
  return refuse(
    'DEVICE_FAULT',
    `The cooker reports a fault (${reading.alerts.join(', ') || 'no reason given'}). Please look after it, then start again.`,
    { details: { device_state: reading.state, alerts: reading.alerts }, retryAfterSeconds: 60 },
  );
}

export function refuseUnknownState(): Refused {
  return refuse(
    'DEVICE_STATE_UNKNOWN',
    'The cooker is in a state that this gateway does not know. Please look at the device itself, then retry.',
    { details: { device_state: 'unknown' }, retryAfterSeconds: 60 },
  );
}

export function refuseIdle(): Refused {
  return refuse('NO_ACTIVE_COOK', 'There is no active cook: the cooker is not cooking.');
}

/** The command was sent, but its effect was not seen: nobody knows, so nobody may repeat it blindly. */
export function refuseUnconfirmed(command: 'start' | 'stop'): Refused {
  return refuse(
    'TIMEOUT',
    `The cooker did not confirm the ${command} in time, so its state is unknown. Please ask for the status before anything else.`,
    { details: { device_state: 'unknown' }, retryAfterSeconds: 5 },
  );
}

/** A rejection of the vendor; where its reason is one we know, our own code for it. */
export function refuseRejected(reason: string): Refused {
  if (/\bDEVICE_BUSY\b/.test(reason)) return refuseBusy('unknown');
  if (/\bNO_ACTIVE_COOK\b/.test(reason)) return refuseIdle();
  if (/\bINVALID_TEMPERATURE\b/.test(reason)) {
    return refuse('INVALID_TEMPERATURE', 'The cooker does not accept this temperature.');
  }
  if (/\bINVALID_TIMER\b/.test(reason)) {
    return refuse('INVALID_TIMER', 'The cooker does not accept this timer.');
  }
  return refuse(
    'ANOVA_API_ERROR',
    'The Anova cloud rejected the command. Please retry in a moment.',
    {
      retryAfterSeconds: 5,
    },
  );
}
