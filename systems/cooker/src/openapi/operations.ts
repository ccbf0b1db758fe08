import { type RefusalCode, START_REFUSAL_CODES } from '../refusal.ts';

/** One operation of the document. */
export interface Operation {
  readonly path: string;
  readonly method: 'get' | 'post';
  readonly operationId: string;
  readonly tag: 'Cooking' | 'Status' | 'Health';
  readonly summary: string;
  /** At most 300 characters. */
  readonly description: string;
  readonly success: string;
  readonly response: string;
  /** True makes ChatGPT ask the person before each call. */
  readonly isConsequential: boolean;
  readonly isOpen: boolean;
  readonly hasBody: boolean;
  readonly errors: readonly RefusalCode[];
}

const GUARDED = ['UNAUTHORIZED', 'RATE_LIMITED', 'INTERNAL_ERROR'] as const;
const LINK = ['AUTH_FAILED', 'DEVICE_OFFLINE', 'DEVICE_AMBIGUOUS', 'NETWORK_ERROR'] as const;
const COMMAND = ['PAYLOAD_TOO_LARGE', 'ANOVA_API_ERROR', 'TIMEOUT'] as const;

export const OPERATIONS: readonly Operation[] = [
  {
    path: '/start-cook',
    method: 'post',
    operationId: 'startCooking',
    tag: 'Cooking',
    summary: 'Start a cook',
    description:
      'Heats the water to a temperature and then runs a timer. Confirm temperature, time and food with the person first. Unsafe cooks are refused; "details" then says what would be safe. After a timeout ask for the status, do not start again.',
    success: 'The cooker has confirmed the cook.',
    response: 'StartCookResponse',
    isConsequential: true,
    isOpen: false,
    hasBody: true,
    errors: [
      ...START_REFUSAL_CODES,
      'DEVICE_BUSY',
      'DEVICE_FAULT',
      'DEVICE_STATE_UNKNOWN',
      'UNSUPPORTED_MEDIA_TYPE',
      ...GUARDED,
      ...LINK,
      ...COMMAND,
    ],
  },
  {
    path: '/status',
    method: 'get',
    operationId: 'getStatus',
    tag: 'Status',
    summary: 'Get the state of the cooker',
    description:
      'Tells what the cooker is doing now: state, water temperature, target, minutes left and elapsed, faults, and when it is expected to be done. Never state any of this without calling it.',
    success: 'What the cooker last said.',
    response: 'StatusResponse',
    isConsequential: false,
    isOpen: false,
    hasBody: false,
    errors: [...GUARDED, ...LINK],
  },
  {
    path: '/stop-cook',
    method: 'post',
    operationId: 'stopCooking',
    tag: 'Cooking',
    summary: 'Stop the cook',
    description:
      'Stops heating at once, also while preheating or keeping warm after the timer has run out. Ask the person first. Needs no body.',
    success: 'The cooker has confirmed that it stopped.',
    response: 'StopCookResponse',
    isConsequential: true,
    isOpen: false,
    hasBody: false,
    errors: ['NO_ACTIVE_COOK', ...GUARDED, ...LINK, ...COMMAND],
  },
  {
    path: '/health',
    method: 'get',
    operationId: 'healthCheck',
    tag: 'Health',
    summary: 'Check that the gateway runs',
    description: 'Says that the gateway runs. Says nothing about the cooker; ask for the status.',
    success: 'The gateway runs.',
    response: 'HealthResponse',
    isConsequential: false,
    isOpen: true,
    hasBody: false,
    errors: ['RATE_LIMITED'],
  },
  {
    path: '/diagnostics',
    method: 'get',
    operationId: 'getDiagnostics',
    tag: 'Health',
    summary: 'Get the state of the link to the cooker',
    description:
      'For the administrator: the connection to the cloud and the age of its last message.',
    success: 'The state of the link.',
    response: 'DiagnosticsResponse',
    isConsequential: false,
    isOpen: false,
    hasBody: false,
    errors: [...GUARDED],
  },
];
