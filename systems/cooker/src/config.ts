import { RATE_LIMITS_PER_MINUTE, type RateLimits } from './http/rate-limits.ts';
import { LOG_LEVELS, type LogLevel } from './log.ts';

/** Everything the outside may decide. Food safety is not among it. */
export interface Config {
  readonly apiKey: string;
  readonly host: string;
  readonly port: number;
  readonly databasePath: string;
  readonly anovaUrl: URL;
  readonly anovaToken: string;
  readonly anovaCookerId: string | undefined;
  readonly isSimulated: boolean;
  readonly linkTimings: LinkTimings;
  readonly logLevel: LogLevel;
  readonly publicUrl: string | undefined;
  readonly rateLimits: RateLimits;
}

/** How long the link waits, in milliseconds; absent means the adapter's own default. */
interface LinkTimings {
  readonly stalenessMs?: number;
  readonly commandTimeoutMs?: number;
  readonly confirmTimeoutMs?: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment cannot be used. The message names the variables, never their values. */
export class ConfigError extends Error {
  override readonly name: string = 'ConfigError';
  readonly code = 'CONFIG_INVALID';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `the configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

export const PRODUCTION_URL = 'wss://devices.anovaculinary.io';
/** Known to everybody, so it is no secret: the simulator that comes with this gateway accepts it. */
const SIMULATOR_TOKEN = 'anova-simulator-token';
const MIN_KEY_LENGTH = 32;
const DEFAULT_PORT = 5000;

/**
 * Reads the configuration from the environment. Empty variables count as absent, and secrets may come from
 * a file instead (`COOKER_API_KEY_FILE`, `ANOVA_TOKEN_FILE`), as systemd credentials and Docker secrets do.
 *
 * @param readFile - reads a secret's file; injected, so that this stays pure
 * @throws {ConfigError} `CONFIG_INVALID` with all problems at once
 */
export function readConfig(environment: Environment, readFile: (path: string) => string): Config {
  const reader = new EnvironmentReader(environment, readFile);
  const apiKey = reader.apiKey();
  const cloud = reader.cloud();
  const config = {
    apiKey,
    host: reader.text('HOST') ?? '127.0.0.1',
    port: reader.integer('PORT', { fallback: DEFAULT_PORT, least: 0, most: 65_535 }),
    databasePath: reader.text('COOKER_DATABASE') ?? './cooker.db',
    anovaUrl: cloud.url,
    anovaToken: cloud.token,
    anovaCookerId: reader.text('ANOVA_COOKER_ID'),
    isSimulated: cloud.isSimulated,
    linkTimings: reader.linkTimings(),
    logLevel: reader.logLevel(),
    publicUrl: reader.publicUrl(),
    rateLimits: reader.rateLimits(),
  };
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return config;
}

interface CloudAccess {
  readonly url: URL;
  readonly token: string;
  readonly isSimulated: boolean;
}

/** Collects problems instead of stopping at the first, so that one look is enough to repair them all. */
class EnvironmentReader {
  readonly problems: string[] = [];
  readonly #environment: Environment;
  readonly #readFile: (path: string) => string;

  constructor(environment: Environment, readFile: (path: string) => string) {
    this.#environment = environment;
    this.#readFile = readFile;
  }

  text(name: string): string | undefined {
    return this.#environment[name]?.trim() || undefined;
  }

  apiKey(): string {
    const key = this.#secret('COOKER_API_KEY');
    if (key === undefined) {
      this.problems.push(
        `COOKER_API_KEY is missing; it must hold the bearer key of at least ${MIN_KEY_LENGTH} characters`,
      );
    } else if (key.length < MIN_KEY_LENGTH) {
      this.problems.push(
        `COOKER_API_KEY is too short; it must have at least ${MIN_KEY_LENGTH} characters`,
      );
    } else if (!/^[\x21-\x7e]+$/.test(key)) {
      this.problems.push('COOKER_API_KEY must be made of visible ASCII characters without spaces');
    }
    return key ?? '';
  }

  /** A token means a real device; without one the simulator is used, if there is one. */
  cloud(): CloudAccess {
    const token = this.#secret('ANOVA_TOKEN');
    const override = this.#socketUrl('ANOVA_WEBSOCKET_URL');
    const simulator = this.#socketUrl('ANOVA_SIMULATOR_URL');
    if (token === undefined && simulator === undefined) {
      this.problems.push(
        'ANOVA_TOKEN is missing; it must hold a personal access token from the Anova app (or set ANOVA_SIMULATOR_URL)',
      );
    }
    if (token === undefined) {
      const url = simulator ?? new URL(PRODUCTION_URL);
      return { url, token: SIMULATOR_TOKEN, isSimulated: true };
    }
    if (!/^anova-[\x21-\x7e]+$/.test(token)) {
      this.problems.push('ANOVA_TOKEN is not a personal access token; those begin with "anova-"');
    }
    if (override !== undefined && override.protocol !== 'wss:' && !isLoopback(override)) {
      this.problems.push(
        'ANOVA_WEBSOCKET_URL must begin with wss:// unless it points to this machine',
      );
    }
    return { url: override ?? new URL(PRODUCTION_URL), token, isSimulated: false };
  }

  integer(name: string, range: { fallback: number; least: number; most: number }): number {
    const text = this.text(name);
    if (text === undefined) return range.fallback;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= range.least && value <= range.most) return value;
    this.problems.push(`${name} must be a whole number from ${range.least} to ${range.most}`);
    return range.fallback;
  }

  linkTimings(): LinkTimings {
    const read = (name: string, most: number): number | undefined =>
      this.text(name) === undefined
        ? undefined
        : this.integer(name, { fallback: most, least: 100, most });
    const stalenessMs = read('ANOVA_STALENESS_MS', 3_600_000);
    const commandTimeoutMs = read('ANOVA_COMMAND_TIMEOUT_MS', 20_000);
    const confirmTimeoutMs = read('ANOVA_CONFIRM_TIMEOUT_MS', 20_000);
    return {
      ...(stalenessMs !== undefined && { stalenessMs }),
      ...(commandTimeoutMs !== undefined && { commandTimeoutMs }),
      ...(confirmTimeoutMs !== undefined && { confirmTimeoutMs }),
    };
  }

  logLevel(): LogLevel {
    const text = this.text('LOG_LEVEL')?.toLowerCase();
    const level = LOG_LEVELS.find((one) => one === (text ?? 'info'));
    if (level === undefined)
      this.problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`);
    return level ?? 'info';
  }

  publicUrl(): string | undefined {
    const text = this.text('COOKER_PUBLIC_URL');
    if (text === undefined) return undefined;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
      this.problems.push('COOKER_PUBLIC_URL must be an http(s) address');
    }
    return text.replace(/\/+$/, '');
  }

  rateLimits(): RateLimits {
    const limit = (name: string, fallback: number): number =>
      this.integer(`COOKER_RATE_${name}_PER_MINUTE`, { fallback, least: 1, most: 100_000_000 });
    return {
      start: limit('START', RATE_LIMITS_PER_MINUTE.start),
      stop: limit('STOP', RATE_LIMITS_PER_MINUTE.stop),
      status: limit('STATUS', RATE_LIMITS_PER_MINUTE.status),
      health: limit('HEALTH', RATE_LIMITS_PER_MINUTE.health),
      diagnostics: limit('DIAGNOSTICS', RATE_LIMITS_PER_MINUTE.diagnostics),
      document: limit('DOCUMENT', RATE_LIMITS_PER_MINUTE.document),
      failedAuth: limit('FAILED_AUTH', RATE_LIMITS_PER_MINUTE.failedAuth),
    };
  }

  #secret(name: string): string | undefined {
    const file = this.text(`${name}_FILE`);
    if (file === undefined || this.text(name) !== undefined) return this.text(name);
    try {
      return this.#readFile(file).trim() || undefined;
    } catch {
      // The reason would hold the path; the name of the variable is what the reader needs.
      this.problems.push(`${name}_FILE names a file that cannot be read`);
      return undefined;
    }
  }

  #socketUrl(name: string): URL | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol === 'ws:' || url?.protocol === 'wss:') return url;
    this.problems.push(`${name} must be a ws:// or wss:// address`);
    return undefined;
  }
}

function isLoopback(url: URL): boolean {
  return ['localhost', '[::1]'].includes(url.hostname) || /^127\.\d+\.\d+\.\d+$/.test(url.hostname);
}
