import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Account } from './account.ts';

const MINE = { cookerId: 'mine', type: 'a7' };
const OTHER = { cookerId: 'other', type: 'a5' };

function faultOf(account: Account): string | undefined {
  const { choice } = account;
  return choice === undefined || choice.chosen ? undefined : choice.fault;
}

test('nothing is chosen before the cloud has named a cooker', () => {
  const account = new Account(undefined);
  assert.equal(account.choice, undefined);
  account.list([]);
  assert.equal(faultOf(account), 'NO_DEVICE');
});

test('cookers that come and go change the choice', () => {
  const account = new Account(undefined);
  account.list([MINE]);
  assert.deepEqual(account.choice, { chosen: true, ...MINE });
  account.add(OTHER);
  assert.equal(faultOf(account), 'AMBIGUOUS_DEVICE');
  account.remove('mine');
  assert.deepEqual(account.choice, { chosen: true, ...OTHER });
});

test('a state makes an unlisted cooker known, with its own type, and no oven is ever made up', () => {
  const account = new Account('mine');
  account.meet({ cookerId: 'mine', type: '' });
  assert.equal(account.choice, undefined);
  account.meet(MINE);
  assert.deepEqual(account.choice, { chosen: true, ...MINE });
  account.meet({ cookerId: 'mine', type: 'a9' });
  assert.deepEqual(account.choice, { chosen: true, ...MINE }, 'the list has the last word');
});
