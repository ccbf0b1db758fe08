import type { ApiParameter } from '../api/api.ts';
import type { SchemaComparison } from '../schema/compare-schemas.ts';
import { innerSchema, schemaObject, typesOf } from '../schema/schema-reader.ts';
import type { ParameterPair } from './compare-parameters.ts';
import { accepts } from './type-verdict.ts';

/** Whether one value became a list of such values in a form: `?id=1` is valid before and after. */
export function becameList({ base, revision }: ParameterPair, schemas: SchemaComparison): boolean {
  if (base.schema === undefined || revision.schema === undefined) return false;
  if (!isExplodedForm(base) || !isExplodedForm(revision)) return false;
  const list = schemas.resolveRevision(revision.schema);
  const types = typesOf(schemaObject(list)).filter((type) => type !== 'null');
  const before = typesOf(schemaObject(schemas.resolveBase(base.schema)));
  if (types.join() !== 'array' || before.length === 0 || before.includes('array')) return false;
  const items = innerSchema(list, 'items');
  if (items === undefined) return false;
  return schemas
    .compare(base.schema, items)
    .findings.every(({ types: change }) => change !== undefined && accepts(change, false));
}

function isExplodedForm({ in: location, fields }: ApiParameter): boolean {
  const preset = location === 'query' || location === 'cookie' ? 'form' : 'simple';
  const style = fields['style'] ?? preset;
  return style === 'form' && (fields['explode'] ?? true) === true;
}
