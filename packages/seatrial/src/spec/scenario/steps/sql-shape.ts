import type { SqlStep } from '../block.ts';
import { anything, listOf, mapOf, mapped, optional, required, text } from '../shape.ts';
import { service } from '../terms.ts';
import { capture, expectAny, name, within } from './fields.ts';

/** A statement and what must hold of its rows. */
export const sqlShape = mapped(
  mapOf(
    {
      sql: required(service, {
        description: 'The service whose database is asked.',
        examples: ['db'],
      }),
      query: required(text({ title: 'a SQL statement' }), {
        description: 'One statement; $1, $2 … stand for the parameters.',
        examples: ['select count(*) as n from payments where id = $1'],
      }),
      parameters: optional(listOf(anything(), { title: 'a list of values' }), {
        description: 'Values for $1, $2 …',
      }),
      expect: expectAny('The rows, a list of maps.'),
      capture,
      within,
      name,
    },
    {
      title: 'a sql step',
      meant: { run: 'write query', params: 'write parameters', timeout: 'write within' },
    },
  ),
  (read, node, reader): SqlStep | undefined => {
    if (read.sql === undefined || read.query === undefined) return undefined;
    return {
      kind: 'sql',
      service: read.sql,
      query: read.query,
      parameters: (read.parameters ?? []).map(({ value }) => value),
      expect: read.expect ?? null,
      capture: read.capture ?? {},
      name: read.name ?? null,
      withinMs: read.within ?? null,
      source: reader.position(node.at),
    };
  },
);
