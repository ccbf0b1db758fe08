import { z } from 'zod';

/**
 * What can be made to go wrong, each until it is cleared (unless it says "once"). Absent means healthy.
 * The README beside this file explains each in a sentence.
 */
export const faultsSchema = z.strictObject({
  offline: z.enum(['reported', 'silent']).optional(),
  busy: z.literal(true).optional(),
  staleFirstState: z
    .union([
      z.literal(true).transform(() => ({ ageSeconds: 86_400, online: false })),
      z.strictObject({
        ageSeconds: z.number().positive().default(86_400),
        online: z.boolean().default(false),
      }),
    ])
    .optional(),
  refuseConnections: z.literal(true).optional(),
  silentReject: z.literal(true).optional(),
  ignoreCommands: z.literal(true).optional(),
  rejectCommand: z
    .strictObject({
      command: z.string().optional(),
      code: z.string().default('COMMAND_REJECTED'),
      error: z.string().default('the command was rejected'),
    })
    .optional(),
  ackLatencyMs: z.number().int().min(0).max(60_000).optional(),
  lostAck: z.literal(true).optional(),
  duplicateAck: z.literal(true).optional(),
  token: z.enum(['expired', 'expires-once']).optional(),
  rateLimit: z.literal('once').optional(),
  failureRate: z.number().min(0).max(1).optional(),
  lowWater: z.enum(['warning', 'empty']).optional(),
  waterLeak: z.literal(true).optional(),
  highTemperature: z.literal(true).optional(),
  motorStuck: z.literal(true).optional(),
  heaterFailure: z.literal(true).optional(),
  accountCookers: z.union([z.literal(0), z.literal(2)]).optional(),
});

export type Faults = z.output<typeof faultsSchema>;

/** The device fault that stops a cook, if there is one. */
export function stoppingFault(faults: Faults): string | null {
  if (faults.lowWater === 'empty') return 'the water is too low';
  if (faults.waterLeak === true) return 'water is leaking';
  if (faults.highTemperature === true) return 'the water is too hot';
  if (faults.motorStuck === true) return 'the motor is stuck';
  return faults.heaterFailure === true ? 'the heater has failed' : null;
}
