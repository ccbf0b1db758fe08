import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  type Config,
  ConfigError,
  type Environment,
  PRODUCTION_URL,
  readConfig,
} from './config.ts';
import { LIMITS } from './safety/limits.ts';

const KEY = 'sk-anova-0123456789abcdefghijklmnopqrstuv';
const TOKEN = 'anova-real-token-1234567890';
const MINIMAL = { COOKER_API_KEY: KEY, ANOVA_TOKEN: TOKEN };

function read(environment: Environment, files: Record<string, string> = {}): Config {
  return readConfig(environment, (path) => {
    const text = files[path];
    if (text === undefined) throw new Error(`ENOENT: ${path}`);
    return text;
  });
}

function problemsOf(environment: Environment): string {
  try {
    read(environment);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message;
  }
  return assert.fail('the configuration was accepted');
}

test('TC-CFG-01 reads a minimal environment; a real device needs only its token', () => {
  const config = read(MINIMAL);
  assert.equal(config.apiKey, KEY);
  assert.equal(config.anovaToken, TOKEN);
  assert.equal(config.anovaUrl.href, `${PRODUCTION_URL}/`);
  assert.equal(config.isSimulated, false);
});

test('TC-CFG-02 refuses to start without a token or a simulator', () => {
  assert.match(problemsOf({ COOKER_API_KEY: KEY }), /ANOVA_TOKEN is missing/);
});

test('TC-CFG-03 refuses to start without a key, or with a short one, and never shows it', () => {
  assert.match(problemsOf({ ANOVA_TOKEN: TOKEN }), /COOKER_API_KEY is missing/);
  const short = problemsOf({ ...MINIMAL, COOKER_API_KEY: 'hunter2-hunter2' });
  assert.match(short, /COOKER_API_KEY is too short.*32/);
  assert.doesNotMatch(short, /hunter2/);
  assert.match(problemsOf({ ...MINIMAL, COOKER_API_KEY: `${KEY} ${KEY}` }), /visible ASCII/);
  assert.match(problemsOf({ ...MINIMAL, COOKER_API_KEY: `${KEY}ü` }), /visible ASCII/);
});

test('TC-CFG-04 has defaults for the rest; empty variables count as absent', () => {
  const config = read({ ...MINIMAL, PORT: '', HOST: ' ', LOG_LEVEL: '', ANOVA_COOKER_ID: '' });
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.port, 5000);
  assert.equal(config.databasePath, './cooker.db');
  assert.equal(config.logLevel, 'info');
  assert.equal(config.anovaCookerId, undefined);
  assert.deepEqual(config.rateLimits, {
    start: 10,
    stop: 10,
    status: 60,
    health: 120,
    diagnostics: 60,
    document: 60,
    failedAuth: 60,
  });
});

test('TC-CFG-05 takes secrets from files, as systemd credentials and Docker secrets are', () => {
  const environment = { COOKER_API_KEY_FILE: '/run/key', ANOVA_TOKEN_FILE: '/run/token' };
  const config = read(environment, { '/run/key': `${KEY}\n`, '/run/token': `${TOKEN}\n` });
  assert.equal(config.apiKey, KEY);
  assert.equal(config.anovaToken, TOKEN);
});

test('TC-CFG-06 names the variable whose file cannot be read', () => {
  assert.match(
    problemsOf({ ...MINIMAL, COOKER_API_KEY: '', COOKER_API_KEY_FILE: '/nope' }),
    /COOKER_API_KEY_FILE/,
  );
});

test('TC-CFG-07 prefers the environment to files', () => {
  assert.equal(read({ ...MINIMAL, COOKER_API_KEY_FILE: '/nope' }).apiKey, KEY);
});

test('TC-CFG-08 tells all problems at once', () => {
  const problems = problemsOf({
    PORT: '70000',
    LOG_LEVEL: 'loud',
    COOKER_RATE_START_PER_MINUTE: '0',
  });
  for (const name of [
    'COOKER_API_KEY',
    'ANOVA_TOKEN',
    'PORT',
    'LOG_LEVEL',
    'COOKER_RATE_START_PER_MINUTE',
  ]) {
    assert.match(problems, new RegExp(name));
  }
});

test('TC-CFG-09 uses the simulator when there is no token, and the device when there is', () => {
  const simulator = { ANOVA_SIMULATOR_URL: 'ws://simulator:8765' };
  const simulated = read({ COOKER_API_KEY: KEY, ...simulator });
  assert.equal(simulated.anovaUrl.href, 'ws://simulator:8765/');
  assert.equal(simulated.anovaToken, 'anova-simulator-token');
  assert.equal(simulated.isSimulated, true);
  assert.equal(read({ ...MINIMAL, ...simulator }).anovaUrl.href, `${PRODUCTION_URL}/`);
});

test('TC-CFG-10 and 11 food safety cannot be configured', () => {
  read({ ...MINIMAL, MIN_TEMP_CELSIUS: '0', MAX_TEMP_CELSIUS: '500', POULTRY_MIN_CELSIUS: '0' });
  assert.equal(LIMITS.minTemperatureCelsius, 40);
  assert.equal(LIMITS.maxTemperatureCelsius, 100);
  assert.equal(LIMITS.maxTimeMinutes, 5999);
  assert.equal(LIMITS.poultryMinCelsius, 57);
  assert.equal(LIMITS.groundMeatMinCelsius, 60);
  assert.ok(Object.isFrozen(LIMITS));
});

test('TC-CFG-12 does not send a token in the clear, and knows one by its prefix', () => {
  const override = (url: string): Environment => ({ ...MINIMAL, ANOVA_WEBSOCKET_URL: url });
  assert.match(problemsOf(override('ws://devices.example')), /wss:\/\//);
  assert.match(problemsOf(override('https://devices.example')), /ANOVA_WEBSOCKET_URL/);
  assert.equal(read(override('ws://127.0.0.1:1')).anovaUrl.port, '1');
  assert.match(problemsOf({ ...MINIMAL, ANOVA_TOKEN: 'password' }), /ANOVA_TOKEN is not/);
});

test('rate limits and waiting times can be set', () => {
  const config = read({
    ...MINIMAL,
    COOKER_RATE_STATUS_PER_MINUTE: '1000000',
    ANOVA_COMMAND_TIMEOUT_MS: '500',
  });
  assert.equal(config.rateLimits.status, 1_000_000);
  assert.deepEqual(config.linkTimings, { commandTimeoutMs: 500 });
});
