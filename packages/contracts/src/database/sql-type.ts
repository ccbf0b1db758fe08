/** A type as it is compared: other names of it are one name, what stands in parentheses apart. */
export interface SqlType {
  readonly base: string;
  /** Lengths, precisions; empty where the type has no bound of its own. */
  readonly bounds: readonly string[];
  readonly isArray: boolean;
}

const OTHER_NAMES: Readonly<Record<string, string>> = {
  int2: 'smallint',
  smallserial: 'smallint',
  serial2: 'smallint',
  int: 'integer',
  int4: 'integer',
  serial: 'integer',
  serial4: 'integer',
  int8: 'bigint',
  bigserial: 'bigint',
  serial8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  float: 'double precision',
  decimal: 'numeric',
  bool: 'boolean',
  varchar: 'character varying',
  char: 'character',
  bpchar: 'character',
  varbit: 'bit varying',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  time: 'time without time zone',
  timetz: 'time with time zone',
};

/** Takes a type apart: `varchar(40)[]` is an array of `character varying` with the bound 40. */
export function parseSqlType(text: string): SqlType {
  const isArray = /(?:\[\d*\])+$/.test(text);
  const element = text.replace(/(?:\[\d*\])+$/, '');
  const [, inside] = /\(([^)]*)\)/.exec(element) ?? [];
  const written = element
    .replace(/\([^)]*\)/, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const plain = written.toLowerCase().replace(/^(?:pg_catalog|public)\./, '');
  const base = OTHER_NAMES[plain] ?? plain;
  const bounds = inside === undefined ? [] : inside.split(',').map((bound) => bound.trim());
  return { base, bounds: withUsualBounds(base, bounds), isArray };
}

/** Bounds that are there though nobody writes them. */
function withUsualBounds(base: string, bounds: readonly string[]): readonly string[] {
  if ((base === 'character' || base === 'bit') && bounds.length === 0) return ['1'];
  if (base === 'numeric' && bounds.length === 1) return [...bounds, '0'];
  if (/^(?:timestamp|time) with(?:out)? time zone$|^interval$/.test(base) && bounds.length === 0) {
    return ['6'];
  }
  return bounds;
}
