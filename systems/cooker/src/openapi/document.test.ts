import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { VERSION } from '../version.ts';
import { openApiDocument, openApiText } from './document.ts';
import { isContractCurrent } from './write.ts';

interface OperationObject {
  operationId: string;
  summary: string;
  description: string;
  'x-openai-isConsequential': boolean;
  security?: unknown[];
}

/** The parts that the tests look into. */
const document = openApiDocument() as unknown as {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, OperationObject>>;
  components: { schemas: Record<string, { properties: Record<string, { description?: string }> }> };
};
const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

test('the committed contract is what the code makes', () => {
  assert.ok(isContractCurrent(), 'run: node systems/cooker/src/openapi/write.ts');
});

test('is the same every time, and names the server it is asked for', () => {
  assert.equal(openApiText(), openApiText());
  assert.match(openApiText('https://cook.example'), /"url": "https:\/\/cook\.example"/);
});

test('keeps within the limits of ChatGPT Actions', () => {
  for (const { operationId, summary, description } of operations) {
    assert.ok(summary.length <= 300, operationId);
    assert.ok(description.length <= 300, `${operationId}: ${description.length}`);
  }
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    for (const [field, { description = '' }] of Object.entries(schema.properties)) {
      assert.ok(description.length <= 700, `${name}.${field}`);
    }
  }
  assert.ok(openApiText().length < 100_000);
});

test('asks the person before start and stop, and only then', () => {
  const consequential = Object.fromEntries(
    operations.map((operation) => [operation.operationId, operation['x-openai-isConsequential']]),
  );
  assert.deepEqual(consequential, {
    startCooking: true,
    getStatus: false,
    stopCooking: true,
    healthCheck: false,
    getDiagnostics: false,
  });
});

test('only health needs no key', () => {
  const open = operations.filter((operation) => operation.security?.length === 0);
  assert.deepEqual(
    open.map((operation) => operation.operationId),
    ['healthCheck'],
  );
});

test('carries the version of the package', () => {
  const path = new URL('../../package.json', import.meta.url);
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
  assert.equal(document.info.version, VERSION);
  assert.equal(manifest.version, VERSION);
});
