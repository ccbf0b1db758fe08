import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { loadAll } from 'js-yaml';

import { scenarioJsonSchema } from '../../src/spec/scenario/index.ts';
import { BAD_BLOCKS } from './bad-blocks.ts';
import { GOOD_BLOCKS } from './good-blocks.ts';

function isRegex(text: string): boolean {
  try {
    return RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allowUnionTypes: true,
});
ajv.addFormat('regex', isRegex);
const schema = scenarioJsonSchema();
const validate = ajv.compile(schema);
const validateBackground = ajv.compile({ $ref: `${String(schema['$id'])}#/$defs/background` });

function read(text: string): unknown {
  return loadAll(text)[0] ?? null;
}

describe('the JSON Schema of a block', () => {
  for (const [name, text] of Object.entries(GOOD_BLOCKS)) {
    it(`accepts what the parser accepts: ${name}`, () => {
      assert.ok(validate(read(text)), ajv.errorsText(validate.errors));
    });
  }

  for (const [name, { text, beyondSchema }] of Object.entries(BAD_BLOCKS)) {
    it(`${beyondSchema === true ? 'leaves to the parser' : 'refuses what the parser refuses'}: ${name}`, () => {
      assert.equal(validate(read(text)), beyondSchema === true);
    });
  }

  it('describes a background too', () => {
    assert.ok(validateBackground({ headers: { web: { a: 'b', n: 5 } } }));
    assert.ok(!validateBackground({ headers: { web: { a: null } } }));
    assert.ok(!validateBackground({ steps: [] }));
    assert.ok(!validateBackground({}));
  });

  it('is itself a valid schema of draft 2020-12, with a description for every key of a step', () => {
    assert.ok(ajv.validateSchema(schema), ajv.errorsText());
    const definitions = schema['$defs'] as Record<
      string,
      { oneOf: { properties: Record<string, unknown> }[] }
    >;
    for (const { properties } of definitions['step']?.oneOf ?? []) {
      for (const [key, value] of Object.entries(properties)) {
        assert.ok(typeof value === 'object' && value !== null && 'description' in value, key);
      }
    }
  });

  it('carries examples that it accepts', () => {
    for (const example of schema['examples'] as unknown[]) {
      assert.ok(validate(example), ajv.errorsText(validate.errors));
    }
  });
});
