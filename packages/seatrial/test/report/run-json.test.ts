import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import formats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';

import { failure } from '../../src/evidence/index.ts';
import { runJsonSchema, runRecordSchema } from '../../src/report/run-json-schema.ts';
import { renderRunJson } from '../../src/report/run-json.ts';
import { Story, description, mixedRun, runOf, runStarted } from './sample-run.ts';

const ajv = new Ajv2020({ strict: false });
formats.default(ajv);
const validate = ajv.compile(runJsonSchema());

describe('run.json', () => {
  it('gives back the record that it was made from', () => {
    assert.deepEqual(JSON.parse(renderRunJson(mixedRun())), mixedRun());
  });

  it('follows its published JSON Schema, draft 2020-12', () => {
    assert.equal(runJsonSchema()['$schema'], 'https://json-schema.org/draft/2020-12/schema');
    const story = new Story().say(runStarted([description('A-1')]));
    story.say({ type: 'environment.starting', driver: 'native', services: ['db'] });
    const why = { code: 'SERVICE_DIED', service: 'db', failure: failure('gone') };
    const failed = story.say({ type: 'environment.failed', ...why }).record();
    for (const record of [mixedRun(), runOf({}), failed]) {
      assert.ok(validate(JSON.parse(renderRunJson(record))), JSON.stringify(validate.errors));
    }
  });

  it('refuses a document with an outcome that does not exist or a key that is missing', () => {
    const { verdict, ...rest } = mixedRun();
    assert.equal(validate(rest), false);
    assert.equal(validate({ ...rest, verdict: { ...verdict, word: 'perfect' } }), false);
  });

  it('lets through keys of a later version, both as JSON Schema and when read back', () => {
    const later = { ...mixedRun(), added: 1 };
    assert.ok(validate(later));
    assert.equal(runRecordSchema.parse(later).runId, mixedRun().runId);
  });
});
