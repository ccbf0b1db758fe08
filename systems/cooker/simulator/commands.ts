import { z } from 'zod';

import type { Device } from './device.ts';
import { type Faults, stoppingFault } from './faults.ts';

/** The answer to a command. */
export type Reply =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly error: string };

/** A command as it came, its envelope already read. */
export interface Command {
  readonly command: string;
  readonly requestId: string;
  readonly payload?: unknown;
}

export interface CommandContext {
  readonly device: Device;
  readonly faults: Faults;
  readonly cookerId: string;
  readonly cookerType: string;
}

const MIN_TARGET_CELSIUS = 40;
const MAX_TARGET_CELSIUS = 100;
const MIN_TIMER_SECONDS = 60;
const MAX_TIMER_SECONDS = 359_940;

const address = {
  cookerId: z.string(),
  type: z.string(),
  // The apps put a second id here.
  requestId: z.string().optional(),
};
const unit = z.enum(['C', 'F']);
const payloads = {
  CMD_APC_START: z.strictObject({
    ...address,
    targetTemperature: z.number(),
    unit,
    timer: z.number(),
    cookable: z.unknown().optional(),
  }),
  CMD_APC_STOP: z.strictObject(address),
  CMD_APC_SET_TARGET_TEMP: z.strictObject({ ...address, targetTemperature: z.number(), unit }),
  CMD_APC_SET_TIMER: z.strictObject({ ...address, timer: z.number() }),
  CMD_APC_SET_TEMPERATURE_UNIT: z.strictObject({ ...address, unit }),
};
type CommandName = keyof typeof payloads;

const OK: Reply = { ok: true };

function nothing(): void {
  // A refused command has no effect.
}

function refuse(code: string, error: string): Reply {
  return { ok: false, code, error };
}

/** The parts of any valid payload; which are there depends on the command. */
interface Fields {
  readonly cookerId: string;
  readonly type: string;
  readonly targetTemperature?: number;
  readonly unit?: 'C' | 'F';
  readonly timer?: number;
}

/**
 * Checks a command to the letter and returns what carries it out. Where the real cloud acknowledges a wrong field and
 * does nothing, this one says so: a trial should fail on it.
 */
export function prepareCommand(
  command: Command,
  context: CommandContext,
): { readonly reply: Reply; readonly carryOut: () => void } {
  if (!isKnown(command.command)) {
    return {
      reply: refuse('INVALID_COMMAND', `unknown command ${command.command}`),
      carryOut: nothing,
    };
  }
  const parsed = payloads[command.command].safeParse(command.payload);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    const what = `payload${where === '' ? '' : `.${where}`}: ${issue?.message ?? 'invalid'}`;
    return { reply: refuse('INVALID_PAYLOAD', what), carryOut: nothing };
  }
  const fields: Fields = parsed.data;
  const refusal =
    checkAddress(fields, context) ?? checkRanges(fields) ?? checkState(command.command, context);
  if (refusal !== null) return { reply: refusal, carryOut: nothing };
  return { reply: OK, carryOut: effectOf(command.command, fields, context.device) };
}

function isKnown(command: string): command is CommandName {
  return Object.hasOwn(payloads, command);
}

function checkAddress(fields: Fields, context: CommandContext): Reply | null {
  if (fields.cookerId !== context.cookerId) {
    return refuse('DEVICE_NOT_FOUND', 'no cooker with this cookerId on the account');
  }
  return fields.type === context.cookerType
    ? null
    : refuse('INVALID_PAYLOAD', `payload.type: expected ${context.cookerType}`);
}

function checkRanges(fields: Fields): Reply | null {
  if (fields.targetTemperature !== undefined) {
    const celsius = toCelsius(fields.targetTemperature, fields.unit);
    if (celsius < MIN_TARGET_CELSIUS || celsius > MAX_TARGET_CELSIUS) {
      const range = `${MIN_TARGET_CELSIUS} to ${MAX_TARGET_CELSIUS} °C`;
      return refuse('INVALID_TEMPERATURE', `${celsius} °C is outside of ${range}`);
    }
  }
  if (fields.timer === undefined) return null;
  const isInRange = fields.timer >= MIN_TIMER_SECONDS && fields.timer <= MAX_TIMER_SECONDS;
  if (Number.isInteger(fields.timer) && isInRange) return null;
  const range = `${MIN_TIMER_SECONDS} to ${MAX_TIMER_SECONDS} s`;
  return refuse('INVALID_TIMER', `${fields.timer} is not a whole number from ${range}`);
}

function checkState(command: CommandName, context: CommandContext): Reply | null {
  const { phase } = context.device.snapshot();
  if (command === 'CMD_APC_STOP' && phase === 'idle' && stoppingFault(context.faults) === null) {
    return refuse('NO_ACTIVE_COOK', 'nothing is being cooked');
  }
  if (command !== 'CMD_APC_START') return null;
  if (phase === 'preheating' || phase === 'cooking' || context.faults.busy === true) {
    return refuse('DEVICE_BUSY', 'the cooker is already cooking');
  }
  const stopping = stoppingFault(context.faults);
  return stopping === null ? null : refuse('DEVICE_FAULT', stopping);
}

function effectOf(command: CommandName, fields: Fields, device: Device): () => void {
  const targetCelsius = toCelsius(fields.targetTemperature ?? 0, fields.unit);
  const timerSeconds = fields.timer ?? 0;
  switch (command) {
    case 'CMD_APC_START':
      return () => {
        device.start({ targetCelsius, timerSeconds });
      };
    case 'CMD_APC_STOP':
      return () => {
        device.stop();
      };
    case 'CMD_APC_SET_TARGET_TEMP':
      return () => {
        device.setTarget(targetCelsius);
      };
    case 'CMD_APC_SET_TIMER':
      return () => {
        device.setTimer(timerSeconds);
      };
    case 'CMD_APC_SET_TEMPERATURE_UNIT':
      return () => {
        device.setUnit(fields.unit ?? 'C');
      };
    default:
      return command satisfies never;
  }
}

function toCelsius(value: number, from: 'C' | 'F' | undefined): number {
  return from === 'F' ? Math.round(((value - 32) * 50) / 9) / 10 : value;
}
