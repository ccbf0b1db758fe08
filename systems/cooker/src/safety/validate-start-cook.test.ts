import assert from 'node:assert/strict';
import { test } from 'node:test';

import { validateStartCook } from './validate-start-cook.ts';

function body(temperature: unknown, time: unknown, more: Record<string, unknown> = {}): unknown {
  return { temperature_celsius: temperature, time_minutes: time, ...more };
}

function codeOf(input: unknown): string {
  const outcome = validateStartCook(input);
  return outcome.ok ? 'accepted' : outcome.refusal.code;
}

const food = (name: string): Record<string, unknown> => ({ food_type: name });

const ROWS: readonly (readonly [name: string, input: unknown, code: string])[] = [
  ['TC-VAL-01 accepts 65 °C for 90 min', body(65, 90), 'accepted'],
  ['TC-VAL-02 refuses 39.9 °C', body(39.9, 90), 'TEMPERATURE_TOO_LOW'],
  ['TC-VAL-03 refuses 100.1 °C', body(100.1, 90), 'TEMPERATURE_TOO_HIGH'],
  ['TC-VAL-04 accepts 40.0 °C', body(40, 60), 'accepted'],
  ['TC-VAL-05 accepts 100.0 °C', body(100, 60), 'accepted'],
  ['TC-VAL-06 refuses 0 min', body(65, 0), 'TIME_TOO_SHORT'],
  ['TC-VAL-07 refuses -1 min', body(65, -1), 'TIME_TOO_SHORT'],
  ['TC-VAL-08 accepts 5999 min', body(65, 5999), 'accepted'],
  ['TC-VAL-09 refuses 6000 min', body(65, 6000), 'TIME_TOO_LONG'],
  ['TC-VAL-10 refuses chicken at 56 °C', body(56, 90, food('chicken')), 'POULTRY_TEMP_UNSAFE'],
  ['TC-VAL-11 accepts chicken at 57.0 °C, for 3 h', body(57, 180, food('chicken')), 'accepted'],
  [
    'TC-VAL-11 refuses chicken at 57.0 °C for the 90 min of the seed',
    body(57, 90, food('chicken')),
    'POULTRY_TIME_UNSAFE',
  ],
  [
    'TC-VAL-12 refuses ground beef at 59 °C',
    body(59, 60, food('ground beef')),
    'GROUND_MEAT_TEMP_UNSAFE',
  ],
  ['TC-VAL-13 accepts ground beef at 60 °C', body(60, 60, food('ground beef')), 'accepted'],
  ['TC-VAL-15 misses the temperature', { time_minutes: 90 }, 'MISSING_TEMPERATURE'],
  ['TC-VAL-16 misses the time', { temperature_celsius: 65 }, 'MISSING_TIME'],
  ['misses the temperature first when both are missing', {}, 'MISSING_TEMPERATURE'],

  ['compares before rounding: 39.96', body(39.96, 60), 'TEMPERATURE_TOO_LOW'],
  ['compares before rounding: 100.04', body(100.04, 60), 'TEMPERATURE_TOO_HIGH'],
  [
    'compares before rounding: chicken 56.99',
    body(56.99, 300, food('chicken')),
    'POULTRY_TEMP_UNSAFE',
  ],
  [
    'compares before rounding: mince 59.96',
    body(59.96, 300, food('mince')),
    'GROUND_MEAT_TEMP_UNSAFE',
  ],
  [
    'does not round its way into a hotter column',
    body(57.96, 150, food('duck')),
    'POULTRY_TIME_UNSAFE',
  ],
  ['truncates time towards zero: 0.9', body(65, 0.9), 'TIME_TOO_SHORT'],
  ['truncates time towards zero: 5999.9', body(65, 5999.9), 'accepted'],
  ['refuses -100, 0 and 999999 °C by range', body(-100, 60), 'TEMPERATURE_TOO_LOW'],
  ['0 °C', body(0, 60), 'TEMPERATURE_TOO_LOW'],
  ['999999 °C', body(999_999, 60), 'TEMPERATURE_TOO_HIGH'],
  ['1e308 °C', body(1e308, 60), 'TEMPERATURE_TOO_HIGH'],
  ['1e308 min', body(65, 1e308), 'TIME_TOO_LONG'],

  ['takes plain decimal text', body(' 65.0 ', ' 90 '), 'accepted'],
  ['refuses "90.7" min', body(65, '90.7'), 'INVALID_TIME'],
  ['refuses NaN', body(Number.NaN, 60), 'INVALID_TEMPERATURE'],
  ['refuses "nan"', body('nan', 60), 'INVALID_TEMPERATURE'],
  [
    'refuses 1e999, which JSON makes Infinity',
    JSON.parse('{"temperature_celsius":1e999,"time_minutes":60}'),
    'INVALID_TEMPERATURE',
  ],
  ['refuses infinite time', body(65, Number.POSITIVE_INFINITY), 'INVALID_TIME'],
  ['refuses digits beyond every number', body('9'.repeat(400), 60), 'INVALID_TEMPERATURE'],
  ['refuses booleans', body(true, 60), 'INVALID_TEMPERATURE'],
  ['refuses boolean time', body(65, true), 'INVALID_TIME'],
  ['refuses "0x41"', body('0x41', 60), 'INVALID_TEMPERATURE'],
  ['refuses "1e2"', body('1e2', 60), 'INVALID_TEMPERATURE'],
  ['refuses "6_5"', body('6_5', 60), 'INVALID_TEMPERATURE'],
  ['refuses ""', body('', 60), 'INVALID_TEMPERATURE'],
  ['refuses "hot"', body('hot', 60), 'INVALID_TEMPERATURE'],
  ['refuses "long"', body(65, 'long'), 'INVALID_TIME'],
  ['refuses SQL', body('65; DROP TABLE cooks', 60), 'INVALID_TEMPERATURE'],
  ['refuses a list', body([65], 60), 'INVALID_TEMPERATURE'],
  ['refuses an object', body(65, {}), 'INVALID_TIME'],
  ['treats null as missing', body(null, 60), 'MISSING_TEMPERATURE'],
  ['treats null time as missing', body(65, null), 'MISSING_TIME'],
  ['reports shape before range', body(10, 'long'), 'INVALID_TIME'],
  ['reports food before range', body(10, 60, { food_type: 5 }), 'INVALID_FOOD_TYPE'],

  [
    'accepts 100 characters, measured after trimming',
    body(65, 60, food(` ${'x'.repeat(100)} `)),
    'accepted',
  ],
  ['counts an emoji once', body(65, 60, food('🥕'.repeat(100))), 'accepted'],
  ['refuses 101 characters', body(65, 60, food('x'.repeat(101))), 'FOOD_TYPE_TOO_LONG'],
  ['refuses a null byte', body(65, 60, food('beef\0')), 'INVALID_FOOD_TYPE'],
  ['refuses control characters', body(65, 60, food('beef\u001b[2J')), 'INVALID_FOOD_TYPE'],
  ['refuses invisible characters', body(65, 60, food('chi\u200bcken')), 'INVALID_FOOD_TYPE'],
  ['QR-32 refuses markup', body(65, 60, food('<script>alert(1)</script>')), 'INVALID_FOOD_TYPE'],
  ['QR-32 refuses path traversal', body(65, 60, food('../../etc/passwd')), 'INVALID_FOOD_TYPE'],
  ['refuses a number as food', body(65, 60, { food_type: 5 }), 'INVALID_FOOD_TYPE'],
  ['refuses a list as food', body(65, 60, { food_type: ['chicken'] }), 'INVALID_FOOD_TYPE'],
  ['takes null food as none', body(65, 60, { food_type: null }), 'accepted'],

  ['has no body', undefined, 'MISSING_BODY'],
  ['has a null body', null, 'MISSING_BODY'],
  ['has a number for a body', 5, 'INVALID_JSON'],
  ['has text for a body', 'temperature_celsius time_minutes', 'INVALID_JSON'],
  ['has a list for a body', [], 'INVALID_JSON'],
  [
    'does not read the prototype',
    Object.create({ temperature_celsius: 65, time_minutes: 9 }),
    'MISSING_TEMPERATURE',
  ],

  ['keeps the seed: chicken breast 65/90', body(65, 90, food('chicken breast')), 'accepted'],
  ['keeps the seed: ribeye steak 54/120', body(54, 120, food('ribeye steak')), 'accepted'],
  ['keeps the seed: salmon fillet 52/45', body(52, 45, food('salmon fillet')), 'accepted'],
  ['keeps the seed: rare steak 52/90', body(52, 90, food('rare steak')), 'accepted'],
  ['keeps the seed: pork chop 58/120', body(58, 120, food('pork chop')), 'accepted'],
  ['keeps the seed: 65/1 without food', body(65, 1), 'accepted'],
  [
    'turkey burger falls under both rules at 56',
    body(56, 300, food('turkey burger')),
    'POULTRY_TEMP_UNSAFE',
  ],
  ['ground poultry needs 65 °C', body(60, 300, food('turkey burger')), 'GROUND_MEAT_TEMP_UNSAFE'],
  ['ground poultry at 65 °C', body(65, 60, food('turkey burger')), 'accepted'],
  ['ground beef for a minute', body(60, 1, food('ground beef')), 'GROUND_MEAT_TIME_UNSAFE'],
  ['pork at 56 °C', body(56, 300, food('pork loin')), 'PORK_TEMP_UNSAFE'],
  ['pork for an hour at 58 °C', body(58, 60, food('pork loin')), 'PORK_TIME_UNSAFE'],
  ['40 °C for 99 h', body(40, 5999), 'DANGER_ZONE_TIME_UNSAFE'],
  ['54.3 °C for 4 h', body(54.3, 240), 'accepted'],
  ['54.3 °C for 4 h and a minute', body(54.3, 241), 'DANGER_ZONE_TIME_UNSAFE'],
  ['54.4 °C for a day', body(54.4, 1440), 'accepted'],

  [
    'a thicker piece needs more time',
    body(65, 90, { food_type: 'chicken', thickness_mm: 40 }),
    'POULTRY_TIME_UNSAFE',
  ],
  [
    'a thin piece is no excuse',
    body(65, 20, { food_type: 'chicken', thickness_mm: 5 }),
    'POULTRY_TIME_UNSAFE',
  ],
  [
    'beyond the table',
    body(65, 999, { food_type: 'chicken', thickness_mm: 71 }),
    'POULTRY_TIME_UNSAFE',
  ],
  ['thickness must be a number', body(65, 90, { thickness_mm: 'thin' }), 'INVALID_THICKNESS'],
  ['thickness must be possible', body(65, 90, { thickness_mm: 0 }), 'INVALID_THICKNESS'],
];

for (const [name, input, code] of ROWS) {
  test(`${name}: ${code}`, () => {
    assert.equal(codeOf(input), code);
  });
}

test('TC-VAL-14 truncates 90.7 minutes to 90', () => {
  const outcome = validateStartCook(body(65, 90.7));
  assert.ok(outcome.ok);
  assert.equal(outcome.value.timeMinutes, 90);
});

test('rounds the temperature to 0.1 °C and normalises the food', () => {
  const outcome = validateStartCook(body(62.26, 60, food('  Ribeye STEAK ')));
  assert.ok(outcome.ok);
  assert.equal(outcome.value.targetCelsius, 62.3);
  assert.equal(outcome.value.foodType, 'ribeye steak');
});

test('takes blank food as none', () => {
  const outcome = validateStartCook(body(65, 60, food('   ')));
  assert.ok(outcome.ok);
  assert.equal(outcome.value.foodType, null);
});

test('SEC-VAL-01 no field overrides a rule', () => {
  const overrides = {
    override_safety: true,
    bypass_safety: true,
    admin_override: 'yes',
    skip_validation: 1,
    acknowledge_risk: true,
  };
  assert.equal(codeOf(body(50, 90, { food_type: 'chicken', ...overrides })), 'POULTRY_TEMP_UNSAFE');
  assert.equal(codeOf(body(30, 90, overrides)), 'TEMPERATURE_TOO_LOW');
});

test('says what would be safe, and its suggestion is accepted', () => {
  const unsafe = [
    body(50, 30, food('chicken')),
    body(57, 1, food('chicken')),
    body(65, 20, { food_type: 'turkey', thickness_mm: 60 }),
    body(50, 10, food('burger')),
    body(55, 10, food('pork')),
    body(45, 5999),
  ];
  for (const input of unsafe) {
    const outcome = validateStartCook(input);
    assert.ok(!outcome.ok);
    const { suggested } = outcome.refusal.details ?? {};
    assert.ok(suggested, outcome.refusal.code);
    assert.equal(codeOf({ ...(input as object), ...suggested }), 'accepted', outcome.refusal.code);
  }
});

test('words its refusals as the contract promises', () => {
  const messages: [unknown, RegExp][] = [
    [body(35, 60), /35.*40.*danger zone/],
    [body(105, 60), /105.*100.*boils/],
    [body(65, 6000), /6000.*5999/],
    [body(56, 90, food('chicken breast')), /56.*57.*3 hours.*65/],
    [body(59, 90, food('burger')), /59.*60.*bacteria/],
    [body(65, 60, food('x'.repeat(120))), /100.*120/],
    [body('hot', 60), /must be a number/],
    [body(65, 'long'), /integer/],
  ];
  for (const [input, pattern] of messages) {
    const outcome = validateStartCook(input);
    assert.ok(!outcome.ok);
    assert.match(outcome.refusal.message, pattern);
  }
});

test('warns when the food is not pasteurised, and for how thick a piece the time is enough', () => {
  const rare = validateStartCook(body(52, 90, food('rare steak')));
  const chicken = validateStartCook(body(65, 90, food('chicken')));
  assert.ok(rare.ok && chicken.ok);
  assert.match(rare.value.warnings.join(), /not pasteurised/);
  assert.match(chicken.value.warnings.join(), /up to 35 mm/);
});
