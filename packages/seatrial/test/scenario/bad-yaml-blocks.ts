import type { BadBlock } from './bad-block.ts';
import { http } from './bad-blocks.ts';

/** Blocks that are not even YAML, or not what may be read of it. */
export const BAD_YAML_BLOCKS: Readonly<Record<string, BadBlock>> = {
  'a tab': {
    text: 'steps:\n\t- http: GET web/x',
    code: 'SPEC_YAML_INVALID',
    place: '2:1',
    says: /indent with spaces/,
  },
  'two documents': {
    text: 'steps: []\n---\nsteps: []',
    code: 'SPEC_YAML_INVALID',
    place: '2:1',
    says: /one document/,
  },
  'a duplicate key': {
    text: http('expect: { status: 200, status: 201 }'),
    code: 'SPEC_DUPLICATE_KEY',
    place: '3:28',
    says: /"status" stands here a second time/,
  },
  'an unclosed bracket': {
    text: 'steps: [{ http: GET web/x }',
    code: 'SPEC_YAML_INVALID',
    place: '1:28',
    says: /and end with a \]/,
  },
  'an unclosed quote': {
    text: http('name: "a'),
    code: 'SPEC_YAML_INVALID',
    place: '4:1',
    says: /[Qq]uote|"quote/,
  },
  'a colon in a plain text': {
    text: http('name: a: b'),
    code: 'SPEC_YAML_INVALID',
    place: '3:11',
    says: /in quotes/,
  },
  'an unknown alias': {
    text: http('expect: *nope'),
    code: 'SPEC_YAML_INVALID',
    place: '3:13',
    says: /nope/,
  },
  'a tag': {
    text: http('name: !!js/function x'),
    code: 'SPEC_YAML_INVALID',
    place: '3:11',
    says: /take the tag out/,
  },
  'a number that would lose digits': {
    text: http('json: 9007199254740993'),
    code: 'SPEC_YAML_INVALID',
    place: '3:11',
    says: /put it in quotes/,
  },
  'a number that is none': {
    text: http('json: .inf'),
    code: 'SPEC_YAML_INVALID',
    place: '3:11',
    says: /JSON/,
  },
  'an alias bomb': {
    text: `steps:\n  - fault:\n      a: &a [x, x, x, x, x, x, x, x, x]\n${'abcdefgh'
      .split('')
      .map(
        (key, index, keys) =>
          `      ${keys[index + 1] ?? 'z'}: &${keys[index + 1] ?? 'z'} [${`*${key}, `.repeat(9)}]\n`,
      )
      .join('')}`,
    code: 'SPEC_YAML_INVALID',
    place: '7:18',
    says: /more than 20000 values/,
  },
  'a deep nest': {
    text: `steps: ${'['.repeat(200)}${']'.repeat(200)}`,
    code: 'SPEC_YAML_INVALID',
    place: '1:72',
    says: /deeper than 64/,
  },
};
