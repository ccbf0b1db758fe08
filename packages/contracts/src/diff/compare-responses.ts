import type { ApiHeader, ApiResponse } from '../api/api.ts';
import { anything } from '../schema/schema-reader.ts';
import type { Told } from './change.ts';
import { tellSchemaExistence } from './compare-bodies.ts';
import { compareItemSchemas } from './compare-item-schemas.ts';
import type { Comparison } from './comparison.ts';
import type { OperationPair } from './comparison.ts';
import { emitSchema } from './emit-schema.ts';
import { matchMediaTypes, nameChange } from './match-media-types.ts';
import type { MediaPair } from './match-media-types.ts';
import type { SchemaUse } from './schema-use.ts';
import { directionOf, isJson } from './schema-use.ts';

/** Compares the responses of two operations. */
export function compareResponses(pair: OperationPair, comparison: Comparison): void {
  const { base, revision } = pair;
  const { collector } = comparison;
  for (const [status, response] of base.responses) {
    const other = revision.responses.get(status);
    if (other !== undefined) {
      compareResponse(response, other, { pair, comparison });
      continue;
    }
    collector.add(revision, {
      id: `response-${kindOf(status)}-removed`,
      direction: 'response',
      where: `response ${status}`,
      base: response.place,
      from: status,
    });
  }
  for (const [status, response] of revision.responses) {
    if (base.responses.has(status)) continue;
    collector.add(revision, {
      id: `response-${kindOf(status)}-added`,
      direction: 'response',
      where: `response ${status}`,
      revision: response.place,
      to: status,
    });
  }
}

function kindOf(status: string): string {
  if (status === 'default') return 'default';
  return status.startsWith('2') ? 'success-status' : 'non-success-status';
}

interface Around {
  readonly pair: OperationPair;
  readonly comparison: Comparison;
}

function compareResponse(base: ApiResponse, revision: ApiResponse, around: Around): void {
  const { collector } = around.comparison;
  const where = `response ${revision.status}`;
  const tell = (told: Told): void =>
    collector.add(around.pair.revision, { direction: 'response', where, ...told });
  const { pairs, added, removed } = matchMediaTypes(base.content, revision.content);
  for (const { place, mediaType } of added)
    tell({ id: 'response-media-type-added', revision: place, to: mediaType });
  for (const { place, mediaType } of removed)
    tell({ id: 'response-media-type-removed', base: place, from: mediaType });
  for (const media of pairs) compareMedia(media, { ...around, where, tell });
  compareHeaders(base, revision, { ...around, where, tell });
}

interface Within extends Around {
  readonly where: string;
  readonly tell: (told: Told) => void;
}

function compareMedia(media: MediaPair, { pair, comparison, where, tell }: Within): void {
  const { base, revision } = media;
  const change = nameChange(media);
  if (change !== undefined) {
    const id = `response-media-type-name-${change}`;
    const names = { from: base.mediaType, to: revision.mediaType };
    tell({ id, base: base.place, revision: revision.place, ...names });
  }
  const use = useOf(pair, 'response-body', {
    isStronglyTyped: isJson(revision.mediaType),
    where: `${where}, ${revision.mediaType}`,
  });
  compareItemSchemas(media, use, { pair, comparison });
  if (!tellSchemaExistence(media, 'response', tell)) return;
  if (base.schema === undefined || revision.schema === undefined) return;
  const { schemas, collector } = comparison;
  emitSchema(schemas.compare(base.schema, revision.schema), {
    use,
    operation: pair.revision,
    options: collector.options,
    tell: (told) => collector.add(pair.revision, told),
  });
}

function useOf(
  { revision }: OperationPair,
  kind: SchemaUse['kind'],
  rest: Pick<SchemaUse, 'isStronglyTyped' | 'where'>,
): SchemaUse {
  const direction = directionOf(revision, 'response');
  return { kind, direction, isReversed: direction !== 'response', ...rest };
}

function compareHeaders(base: ApiResponse, revision: ApiResponse, within: Within): void {
  const { tell } = within;
  for (const [key, header] of base.headers) {
    const other = revision.headers.get(key);
    if (other !== undefined) {
      compareHeader(header, other, within);
      continue;
    }
    const need = header.required ? 'required' : 'optional';
    tell({ id: `${need}-response-header-removed`, base: header.place, from: header.name });
  }
  for (const [key, header] of revision.headers) {
    if (base.headers.has(key)) continue;
    tell({ id: 'response-header-added', revision: header.place, to: header.name });
  }
}

function compareHeader(
  base: ApiHeader,
  revision: ApiHeader,
  { pair, comparison, where, tell }: Within,
): void {
  const places = { base: base.place, revision: revision.place };
  if (base.required !== revision.required) {
    const became = revision.required ? 'required' : 'optional';
    tell({ id: `response-header-became-${became}`, ...places, to: revision.name });
  }
  if (base.schema === undefined && revision.schema === undefined) return;
  const use = useOf(pair, 'response-header', {
    isStronglyTyped: false,
    where: `${where}, header ${revision.name}`,
  });
  const { schemas, collector } = comparison;
  const before = base.schema ?? anything(base.place);
  const after = revision.schema ?? anything(revision.place);
  emitSchema(schemas.compare(before, after), {
    use,
    operation: pair.revision,
    options: collector.options,
    tell: (told) => collector.add(pair.revision, told),
  });
}
