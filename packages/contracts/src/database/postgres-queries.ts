/** Ours are those that neither the server nor an extension brought. */
function isOurs(catalogue: string, row: string): string {
  return `n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND NOT EXISTS (
    SELECT FROM pg_depend x WHERE x.classid = '${catalogue}'::regclass AND x.objid = ${row}.oid AND x.deptype = 'e')`;
}

function namesOf(numbers: string, relation: string): string {
  return `ARRAY(SELECT a.attname::text FROM unnest(${numbers}) WITH ORDINALITY AS u (number, place)
    JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = u.number ORDER BY u.place)`;
}

/** With no schema on the path, every name that is not the server's own is written with its schema. */
const ANCHOR = `SELECT set_config('search_path', '', false)`;

/** Partitions are not told: they come and go with the data, and promise what their table promises. */
const COLUMNS = `
SELECT n.nspname::text AS schema, c.relname::text AS relation, c.relkind::text AS kind, a.attname::text AS name,
  format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required, a.attidentity::text AS identity,
  a.attgenerated::text AS generated, pg_get_expr(d.adbin, d.adrelid) AS "default", o.collname::text AS collation
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
LEFT JOIN pg_collation o ON o.oid = a.attcollation AND a.attcollation <> t.typcollation
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT c.relispartition AND ${isOurs('pg_class', 'c')}
ORDER BY 1, 2, a.attnum`;

const CONSTRAINTS = `
SELECT n.nspname::text AS schema, c.relname::text AS relation, k.conname::text AS name, k.contype::text AS kind,
  ${namesOf('k.conkey', 'k.conrelid')} AS columns, rn.nspname::text AS "otherSchema", r.relname::text AS other,
  ${namesOf('k.confkey', 'k.confrelid')} AS "otherColumns", k.confdeltype::text AS "onDelete",
  k.confupdtype::text AS "onUpdate", pg_get_expr(k.conbin, k.conrelid) AS expression,
  pg_get_constraintdef(k.oid) AS definition,
  coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS "nullsNotDistinct"
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class r ON r.oid = k.confrelid
LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
LEFT JOIN pg_index i ON i.indexrelid = k.conindid
WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND NOT c.relispartition AND ${isOurs('pg_class', 'c')}
ORDER BY 1, 2, 3`;

/** An index that is not valid, left by a CREATE INDEX CONCURRENTLY that failed, serves nobody. */
const INDEXES = `
SELECT n.nspname::text AS schema, c.relname::text AS relation, x.relname::text AS name, i.indisunique AS unique,
  i.indexprs IS NULL AND i.indpred IS NULL AS plain,
  ${namesOf('(i.indkey::int2[])[0:i.indnkeyatts - 1]', 'i.indrelid')} AS columns,
  pg_get_indexdef(i.indexrelid) AS definition,
  coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false) AS "nullsNotDistinct"
FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE i.indisvalid AND NOT c.relispartition AND ${isOurs('pg_class', 'c')} AND c.relkind IN ('r', 'p', 'm')
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
ORDER BY 1, 2, 3`;

const ENUMS = `
SELECT n.nspname::text AS schema, t.typname::text AS name,
  ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS values
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND ${isOurs('pg_type', 't')}
ORDER BY 1, 2`;

const DOMAINS = `
SELECT n.nspname::text AS schema, t.typname::text AS name, format_type(t.typbasetype, t.typtypmod) AS type,
  t.typnotnull AS required, t.typdefault AS "default",
  ARRAY(SELECT k.conname::text FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c' ORDER BY 1) AS names,
  ARRAY(SELECT pg_get_expr(k.conbin, 0) FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'
    ORDER BY k.conname) AS expressions
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'd' AND ${isOurs('pg_type', 't')}
ORDER BY 1, 2`;

/** What a PostgreSQL server (12 and later) is asked, in this order over one connection. */
export const POSTGRES_QUERIES = {
  anchor: ANCHOR,
  columns: COLUMNS,
  constraints: CONSTRAINTS,
  indexes: INDEXES,
  enums: ENUMS,
  domains: DOMAINS,
} as const;
