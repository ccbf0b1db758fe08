import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  POULTRY,
  pasteurisationMinutes,
  pasteurisedThicknessMm,
  RED_MEAT,
  redMeatMinutes,
} from './pasteurisation.ts';

test('reads single cells as the source has them', () => {
  assert.equal(pasteurisationMinutes(POULTRY, 57, 25), 180);
  assert.equal(pasteurisationMinutes(POULTRY, 60, 30), 120);
  assert.equal(pasteurisationMinutes(POULTRY, 65, 70), 225);
  assert.equal(pasteurisationMinutes(RED_MEAT, 55, 70), 390);
});

test('goes to the longer time between rows and columns', () => {
  assert.equal(pasteurisationMinutes(POULTRY, 57.9, 25), 180);
  assert.equal(pasteurisationMinutes(POULTRY, 65, 26), 75);
  assert.equal(pasteurisationMinutes(POULTRY, 80, 25), 55);
});

test('knows nothing of colder baths and thicker pieces', () => {
  assert.equal(pasteurisationMinutes(POULTRY, 56.9, 25), undefined);
  assert.equal(pasteurisationMinutes(POULTRY, 65, 70.1), undefined);
});

for (const [name, table] of [
  ['poultry', POULTRY],
  ['red meat', RED_MEAT],
] as const) {
  test(`${name}: hotter never takes longer, thicker never shorter`, () => {
    table.rows.forEach(([, minutes], index) => {
      for (const [column, value] of minutes.entries()) {
        assert.ok(value <= (minutes[column - 1] ?? Number.POSITIVE_INFINITY));
        assert.ok(value >= (table.rows[index - 1]?.[1][column] ?? 0));
      }
    });
  });
}

test('red meat above 60 °C takes no longer than at 60 °C', () => {
  assert.equal(redMeatMinutes(60, 15), 55);
  assert.equal(redMeatMinutes(65, 15), 30);
  assert.equal(redMeatMinutes(61, 35), 105);
});

test('tells how thick a piece may be', () => {
  assert.equal(pasteurisedThicknessMm(57, 180), 25);
  assert.equal(pasteurisedThicknessMm(65, 90), 35);
  assert.equal(pasteurisedThicknessMm(57, 1), 0);
});
