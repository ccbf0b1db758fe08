import { z } from 'zod';

import { ESTIMATE_BASES } from '../cook/estimate.ts';
import { ALERTS, COOKER_STATES, LINK_FAULTS } from '../device/cooker.ts';
import { REFUSAL_CODES } from '../refusal.ts';

/**
 * What the gateway answers. The OpenAPI document is generated from these schemas and the handlers are typed
 * by them, so neither can drift; nothing is validated on the way out. Imported for its types only, except
 * by the document.
 */
const timestamp = z.string().meta({ format: 'date-time' });

export const estimateBody = z.object({
  basis: z
    .enum(ESTIMATE_BASES)
    .describe(
      'What the estimate rests on: the running timer, the heating observed so far, or an assumed 1 degree per minute.',
    ),
  preheat_minutes: z.int().describe('Expected minutes until the timer starts; 0 once it runs.'),
});

const completionFields = {
  estimated_completion: timestamp
    .nullable()
    .describe('When the cook is expected to be done, in UTC, heating of the water included.'),
  estimate: estimateBody.nullable(),
};

export const startedBody = z.object({
  success: z.literal(true),
  message: z.string(),
  cook_id: z
    .string()
    .meta({ format: 'uuid' })
    .describe('Id of the cook; the same after a restart.'),
  device_state: z.enum(['preheating', 'cooking']),
  target_temp_celsius: z
    .number()
    .describe('What the cooker was told; above 99.5 the cooker holds 99.5.'),
  time_minutes: z.int(),
  ...completionFields,
  warnings: z
    .array(z.string())
    .describe('What the person should know although the cook is allowed.'),
});

export const statusBody = z.object({
  device_online: z.literal(true).describe('An offline cooker is answered with 503.'),
  state: z.enum(COOKER_STATES),
  current_temp_celsius: z.number(),
  target_temp_celsius: z.number().nullable().describe('Null when idle.'),
  time_remaining_minutes: z
    .int()
    .nullable()
    .describe('Whole minutes left; null while nothing is timed, 0 when done.'),
  time_elapsed_minutes: z
    .int()
    .nullable()
    .describe('Whole minutes since the timer started; null while nothing is timed.'),
  is_running: z.boolean().describe('True while preheating or cooking.'),
  alerts: z.array(z.enum(ALERTS)).describe('Faults that the cooker reports.'),
  cook_id: z
    .string()
    .meta({ format: 'uuid' })
    .nullable()
    .describe('Null when the cook was not started through this gateway.'),
  ...completionFields,
});

export const stoppedBody = z.object({
  success: z.literal(true),
  message: z.string(),
  device_state: z.literal('idle'),
  final_temp_celsius: z.number().nullable().describe('Water temperature just before the stop.'),
  total_time_minutes: z.int().nullable().describe('Whole minutes since the start, if known.'),
  cook_id: z.string().meta({ format: 'uuid' }).nullable(),
});

export const healthBody = z.object({ status: z.literal('ok'), version: z.string(), timestamp });

export const diagnosticsBody = z.object({
  version: z.string(),
  uptime_seconds: z.int(),
  cloud_connected: z.boolean(),
  device_reachable: z.boolean(),
  fault: z.enum(LINK_FAULTS).nullable().describe('Why the cooker cannot be spoken to.'),
  last_message_age_seconds: z.number().nullable(),
  reconnects: z.int(),
});

export const errorBody = z.object({
  error: z.enum(REFUSAL_CODES),
  message: z.string().describe('For people: what was wrong and what to do.'),
  retry_after: z
    .int()
    .optional()
    .describe('Seconds to wait before another try; also the Retry-After header.'),
  details: z
    .object({
      limit: z.number().optional(),
      minimum_minutes: z.int().optional(),
      maximum_minutes: z.int().optional(),
      thickness_mm: z.number().optional(),
      suggested: z
        .object({ temperature_celsius: z.number(), time_minutes: z.int() })
        .optional()
        .describe('A cook that would be accepted. Ask the person before starting it.'),
      device_state: z.string().optional(),
      alerts: z.array(z.string()).readonly().optional(),
    })
    .optional(),
});

export type StartedBody = z.infer<typeof startedBody>;
export type StatusBody = z.infer<typeof statusBody>;
export type StoppedBody = z.infer<typeof stoppedBody>;
export type HealthBody = z.infer<typeof healthBody>;
export type DiagnosticsBody = z.infer<typeof diagnosticsBody>;
export type ErrorBody = z.infer<typeof errorBody>;
