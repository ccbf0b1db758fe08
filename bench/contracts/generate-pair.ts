import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Pair } from './pairs.ts';

/** Schemas refer to each other inside a group only: in real descriptions a change does not reach every operation either. */
export const GROUP = 10;
/** Every so many schemas one has changed. */
const CHANGED_EVERY = 5;

/** Writes two versions of a description of so many schemas, each with two operations of its own. */
export function writePair(folder: string, schemas: number): Pair {
  const [base = '', revision = ''] = ['base', 'revision'].map((version) => {
    const file = join(folder, `${version}-${schemas}.json`);
    writeFileSync(file, JSON.stringify(describeApi(schemas, version === 'revision'), null, 2));
    return file;
  });
  return { title: `${schemas} schemas`, base, revision, size: 'middle' };
}

function describeApi(count: number, isRevised: boolean): unknown {
  const indexes = Array.from({ length: count }, (_, index) => index);
  return {
    openapi: '3.0.3',
    info: { title: 'Generated', version: isRevised ? '2.0.0' : '1.0.0' },
    paths: Object.fromEntries(indexes.map((index) => [`/kinds-${index}`, pathItem(index)])),
    components: {
      schemas: Object.fromEntries(
        indexes.map((index) => [
          nameOf(index),
          schemaOf(index, count, isRevised && index % CHANGED_EVERY === 0),
        ]),
      ),
    },
  };
}

function pathItem(index: number): unknown {
  const kind = reference(index);
  return {
    get: {
      operationId: `list${nameOf(index)}`,
      parameters: [
        { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100 } },
      ],
      responses: { 200: { description: 'All', content: jsonOf({ type: 'array', items: kind }) } },
    },
    post: {
      operationId: `make${nameOf(index)}`,
      requestBody: { required: true, content: jsonOf(kind) },
      responses: { 201: { description: 'The new one', content: jsonOf(kind) } },
    },
  };
}

function jsonOf(schema: unknown): unknown {
  return { 'application/json': { schema } };
}

function schemaOf(index: number, count: number, isChanged: boolean): unknown {
  const first = index - (index % GROUP);
  const inGroup = (step: number): unknown =>
    reference(Math.min(first + ((index + step) % GROUP), count - 1));
  return {
    type: 'object',
    description: `What is kept of kind ${index}.`,
    required: isChanged ? ['id', 'name', 'amount'] : ['id', 'name'],
    properties: {
      id: { type: 'string', format: 'uuid' },
      name: { type: 'string', minLength: 1, maxLength: isChanged ? 50 : 200 },
      amount: { type: 'integer', minimum: 0 },
      price: { type: 'number', exclusiveMinimum: false, minimum: 0 },
      state: { type: 'string', enum: ['new', 'ready', ...(isChanged ? ['gone'] : []), 'done'] },
      tags: { type: 'array', items: { type: 'string' }, maxItems: 20 },
      madeAt: { type: 'string', format: 'date-time' },
      next: inGroup(1),
      others: { type: 'array', items: inGroup(3) },
      note: { type: 'string', nullable: true },
    },
  };
}

function nameOf(index: number): string {
  return `Kind${index}`;
}

function reference(index: number): unknown {
  return { $ref: `#/components/schemas/${nameOf(index)}` };
}
