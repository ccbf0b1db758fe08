import type { OptionSpecification } from './verb.ts';

/** Options that choose what a plan holds. */
export const SELECTION_OPTIONS: Readonly<Record<string, OptionSpecification>> = {
  only: {
    type: 'string',
    value: 'id',
    multiple: true,
    summary: 'only this check; * stands for anything, as in INT-ST-*',
  },
  shard: { type: 'string', value: 'i/n', summary: 'only the i-th of n parts of the plan' },
  shuffle: { type: 'boolean', summary: 'carry out the checks in a random order' },
  seed: { type: 'string', value: 'number', summary: 'the seed of --shuffle, to repeat an order' },
};
